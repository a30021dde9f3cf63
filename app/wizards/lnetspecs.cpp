// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/lneteditor.h"

#include "core/inventory/nids.h"

#include <QRegularExpression>
#include <algorithm>

namespace wizards {

using base::Error;
using base::Problem;
using base::Result;

namespace {

// Types of networks: lnet/utils/lnet/nidstrings.c; "tcp0" is the same network as "tcp".
bool isLnetNet(const std::string &net)
{
    static const QRegularExpression form(QStringLiteral("^(tcp|o2ib|kfi|gni|gip|ptlf)[0-9]{0,5}$"));
    return form.match(QString::fromStdString(net)).hasMatch();
}

std::string plainNet(const std::string &net)
{
    return net.size() > 1 && net.back() == '0' && !std::isdigit(static_cast<unsigned char>(net[net.size() - 2])) ? net.substr(0, net.size() - 1) : net;
}

} // namespace

Result<std::vector<inventory::LnetSpec>> lnetSpecs(const std::vector<LnetRow> &rows)
{
    std::vector<inventory::LnetSpec> specs;
    for (const LnetRow &row : rows)
        for (const std::string &word : inventory::split(row.nets, ", \t")) {
            if (!isLnetNet(word))
                return Error{Problem::BadArgument, row.interface + ": \"" + word + "\" is no LNet network.", {}, "Write tcp, tcp1, o2ib, kfi ..."};
            const std::string net = plainNet(word);
            const auto at = std::find_if(specs.begin(), specs.end(), [&](const auto &s) { return s.net == net; });
            if (at == specs.end())
                specs.push_back({net, {row.interface}});
            else if (std::find(at->interfaces.begin(), at->interfaces.end(), row.interface) == at->interfaces.end())
                at->interfaces.push_back(row.interface);
        }
    return specs;
}

std::string lnetText(const std::vector<inventory::LnetSpec> &specs)
{
    std::string text;
    for (const inventory::LnetSpec &spec : specs) {
        std::string inside;
        for (const std::string &interface : spec.interfaces)
            inside += (inside.empty() ? "" : ",") + interface;
        text += (text.empty() ? "" : ", ") + spec.net + "(" + inside + ")";
    }
    return text;
}

Result<void> checkRoute(const inventory::RouteSpec &route)
{
    if (!isLnetNet(route.net))
        return Error{Problem::BadArgument, "Route to \"" + route.net + "\": that is no LNet network.", {}, "Write o2ib, tcp1 ..."};
    const std::size_t at = route.gateway.find('@');
    if (at == std::string::npos || at == 0 || !isLnetNet(route.gateway.substr(at + 1)))
        return Error{Problem::BadArgument, "Route to " + route.net + ": the gateway \"" + route.gateway + "\" is no NID.", {}, "Write 10.10.1.9@tcp"};
    if (plainNet(route.gateway.substr(at + 1)) == plainNet(route.net))
        return Error{Problem::BadArgument, "Route to " + route.net + ": its gateway must be in another network.", {}, {}};
    return {};
}

} // namespace wizards
