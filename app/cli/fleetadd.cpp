// SPDX-License-Identifier: GPL-3.0-or-later
// "server add" and "server check" over SSH: many at once, each on its own.
#include "app/cli/fleetcommon.h"

#include "core/inventory/profilelibrary.h"
#include "core/link/agents.h"
#include "core/manager/opener.h"

#include <QTimer>
#include <algorithm>
#include <set>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;
using fleet::Step;

std::string lineOf(const fleet::HostRow &row, std::size_t width)
{
    std::string line = row.entry.name + std::string(width - std::min(width, row.entry.name.size()), ' ') + "  ";
    line += words(row.step);
    if (row.step == Step::Checked && !row.fit() && fleet::worst(row.checks) != fleet::Grade::Pending)
        line += ", not fit";
    // How far a single upload is would be a line for each chunk where there is no terminal.
    if (!row.stageText.empty() && (row.step == Step::Connecting || row.step == Step::Unreachable))
        line += ": " + row.stageText;
    return line;
}

Json checksJson(const std::vector<fleet::Check> &checks)
{
    Json all = Json::array();
    for (const fleet::Check &check : checks)
        all.push_back({{"id", check.id}, {"title", check.title}, {"grade", fleet::word(check.grade)}, {"found", check.found}, {"why", check.why},
            {"remedy", check.remedy}, {"overridden", check.overridden}, {"stops", check.stops()}});
    return all;
}

/// Runs one enrolment and ends the command. Owned by the session.
class Adding : public QObject {
public:
    Adding(const Context &context, bool checkOnly) : QObject(&context.session), m_c(context), m_checkOnly(checkOnly || context.arguments.has("check-only")),
        m_table(context.output, context.json()) { }
    void start();

private:
    Result<fleet::Enrolment::Options> options();
    Result<void> readOverrides();
    void look();
    void lookAt(const fleet::HostRow &row);
    void applyOverrides(const fleet::HostRow &row);
    bool acceptKey(const fleet::HostRow &row);
    bool isDecided(const fleet::HostRow &row) const;
    bool isGood(const fleet::HostRow &row) const;
    void keep(const profile::ServerEntry &entry);
    void end();
    std::string explain(const fleet::HostRow &row) const;

    Context m_c;
    bool m_checkOnly, m_secretGiven = false, m_sudoGiven = false;
    LiveTable m_table;
    std::unique_ptr<fleet::Enrolment> m_enrolment;
    std::map<std::string, std::string> m_overrides;
    std::set<std::string> m_keysTried, m_notKept, m_begun;
    QTimer m_soon;
};

Result<fleet::Enrolment::Options> Adding::options()
{
    fleet::Enrolment::Options o;
    o.deliver = !m_c.arguments.has("no-deliver");
    o.joinAdmins = m_c.arguments.has("join-admins");
    o.agentProgram = m_c.arguments.value("agent");
    o.knownHosts = manager::knownHostsPath(m_c.manager().profile().path());
    o.holder = whoAmI();
    if (const auto servers = m_c.manager().profile().servers())
        for (const profile::ServerEntry &entry : *servers)
            o.known.push_back(entry.name);
    const std::string name = m_c.arguments.value("server-profile");
    o.expectation.needsLustre = false;
    o.expectation.ports.clear();
    if (name.empty())
        return o;
    const auto profile = inventory::ProfileLibrary().get(name);
    if (!profile)
        return profile.error();
    o.expectation.profile = (*profile)->name;
    o.expectation.needsLustre = (*profile)->managed && !(*profile)->distributions.empty();
    o.expectation.bringsLustre = std::any_of((*profile)->distributions.begin(), (*profile)->distributions.end(), [](const auto &d) { return !d.repositories.empty(); });
    o.expectation.ports = (*profile)->firewall;
    return o;
}

Result<void> Adding::readOverrides()
{
    const auto given = m_c.arguments.options.find("override");
    if (given == m_c.arguments.options.end())
        return {};
    for (const std::string &text : given->second) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || text.find_first_not_of(" =", equals) == std::string::npos)
            return Error{Problem::BadArgument, "--override wants CHECK=REASON, not \"" + text + "\"", {}, "For example: --override firewall='opened by the site'"};
        m_overrides[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return {};
}

void Adding::start()
{
    const auto entries = entriesOf(m_c.arguments, 2);
    if (!entries)
        return m_c.fail(entries.error(), WrongUse);
    if (auto read = readOverrides(); !read)
        return m_c.fail(read.error(), WrongUse);
    auto chosen = options();
    if (!chosen)
        return m_c.fail(chosen.error(), WrongUse);
    const auto password = secretOf(m_c.arguments, "ask-password", "password-fd", "Password or passphrase");
    if (!password)
        return m_c.fail(password.error(), WrongUse);
    const auto sudo = secretOf(m_c.arguments, "ask-sudo", "sudo-fd", "Password for sudo");
    if (!sudo)
        return m_c.fail(sudo.error(), WrongUse);
    m_enrolment = std::make_unique<fleet::Enrolment>(m_c.session.link().hub(), *chosen);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] { look(); });
    connect(m_enrolment.get(), &fleet::Enrolment::rowChanged, this, [this] { if (!m_soon.isActive()) m_soon.start(50); });
    connect(m_enrolment.get(), &fleet::Enrolment::added, this, [this](const profile::ServerEntry &entry) { keep(entry); });
    m_secretGiven = !password->empty();
    m_sudoGiven = !sudo->empty();
    std::vector<std::string> names;
    for (const profile::ServerEntry &entry : *entries)
        names.push_back(entry.name);
    m_enrolment->add(*entries);
    if (m_secretGiven)
        m_enrolment->setLogin(names, *password);
    if (m_sudoGiven)
        m_enrolment->setSudo(*sudo);
    m_soon.start(0);
}

bool Adding::acceptKey(const fleet::HostRow &row)
{
    if (row.step != Step::WantsHostKey || !row.hostKey || !m_keysTried.insert(row.entry.name).second)
        return false;
    const auto accepted = m_c.arguments.list("accept-key");
    const bool named = std::find(accepted.begin(), accepted.end(), row.hostKey->fingerprint) != accepted.end();
    return (named || m_c.arguments.has("accept-new-keys")) && m_enrolment->acceptHostKey(row.entry.name, row.hostKey->fingerprint).ok();
}

void Adding::applyOverrides(const fleet::HostRow &row)
{
    const std::string server = row.entry.name;
    const std::vector<fleet::Check> checks = row.checks;
    for (const fleet::Check &check : checks)
        if (const auto reason = m_overrides.find(check.id); reason != m_overrides.end() && check.grade == fleet::Grade::Bad && check.overridden.empty())
            (void)!m_enrolment->overrideCheck(server, check.id, reason->second).ok();
}

void Adding::lookAt(const fleet::HostRow &row)
{
    const std::string server = row.entry.name;
    if (acceptKey(row))
        return;
    if (row.step == Step::Checked)
        applyOverrides(row);
}

/// Nothing more happens to it by itself, or not within this command.
bool Adding::isDecided(const fleet::HostRow &row) const
{
    switch (row.step) {
    case Step::WantsHostKey: case Step::WantsSecret: case Step::Refused: case Step::Added: case Step::Failed: case Step::Unreachable: return true;
    case Step::WantsSudo: return row.stageText.empty() && (!m_sudoGiven || row.error);
    case Step::Checked: return row.fit() ? m_checkOnly : !row.checks.empty() && fleet::worst(row.checks) != fleet::Grade::Pending;
    default: return false;
    }
}

bool Adding::isGood(const fleet::HostRow &row) const
{
    return m_checkOnly ? row.fit() : row.step == Step::Added && !m_notKept.contains(row.entry.name);
}

void Adding::look()
{
    const std::vector<fleet::HostRow> rows = m_enrolment->rows();
    std::size_t width = 0;
    for (const fleet::HostRow &row : rows)
        width = std::max(width, row.entry.name.size());
    for (const fleet::HostRow &row : rows)
        lookAt(row);
    if (!m_checkOnly)
        m_enrolment->deliver();
    std::vector<std::string> lines;
    bool all = true;
    for (const fleet::HostRow &row : m_enrolment->rows()) {
        lines.push_back(lineOf(row, width));
        all = all && isDecided(row);
    }
    m_table.show(lines);
    if (all)
        end();
}

void Adding::keep(const profile::ServerEntry &entry)
{
    const fleet::HostRow *row = m_enrolment->row(entry.name);
    const auto kept = fleet::keepAdded(m_c.manager().profile(), *row, m_c.arguments.value("server-profile"), whoAmI());
    if (!kept) {
        m_notKept.insert(entry.name);
        m_c.output.err(errorText(kept.error()));
    }
    m_c.manager().serversEdited();
}

std::string Adding::explain(const fleet::HostRow &row) const
{
    std::string text = row.entry.name + ": " + std::string(words(row.step)) + '\n';
    if (row.step == Step::WantsHostKey && row.hostKey)
        return text + "    Nobody has accepted its key yet: " + row.hostKey->type + " " + row.hostKey->fingerprint
            + "\n    What to do: compare it with ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the server, then add --accept-key " + row.hostKey->fingerprint + '\n';
    if (row.error)
        text += errorText(*row.error, "    ");
    for (const fleet::Check &check : row.checks)
        if (check.stops() && !(row.error && check.found.starts_with(row.error->message)))
            text += "    " + check.title + " (" + check.id + "): " + check.found + '\n' + (check.why.empty() ? "" : "        " + check.why + '\n')
                + (check.remedy.empty() ? "" : "        What to do: " + check.remedy + '\n');
    return text;
}

void Adding::end()
{
    m_soon.stop();
    m_enrolment->disconnect(this);
    std::vector<std::string> good, bad;
    Json all = Json::array();
    std::string details;
    for (const fleet::HostRow &row : m_enrolment->rows()) {
        (isGood(row) ? good : bad).push_back(row.entry.name);
        if (!isGood(row))
            details += explain(row);
        all.push_back({{"server", row.entry.name}, {"good", isGood(row)}, {"step", words(row.step)}, {"agent", row.agentFound}, {"error", errorJson(row.error)},
            {"checks", checksJson(row.checks)}, {"hostKey", row.hostKey ? Json(row.hostKey->fingerprint) : Json()}});
    }
    if (m_c.json())
        m_c.output.out(protocol::dumpJson(all) + '\n');
    else {
        m_c.output.err(details);
        m_c.output.out(std::to_string(good.size()) + " of " + std::to_string(all.size()) + (m_checkOnly ? " fit" : " added") + (good.empty() ? "" : ": " + fleet::foldHosts(good)) + '\n');
        if (!bad.empty())
            m_c.output.out(std::string(m_checkOnly ? "Not fit: " : "Not added: ") + fleet::foldHosts(bad) + '\n');
    }
    m_c.finish(bad.empty() ? Done : Failed);
}

} // namespace

void enrolServers(const Context &c)
{
    (new Adding(c, false))->start();
}

void checkServers(const Context &c)
{
    (new Adding(c, true))->start();
}

} // namespace cli
