// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl: the same core as the window, without a window.
#include "app/cli/clusters.h"
#include "app/cli/handlers.h"
#include "app/cli/show.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTimer>

namespace {

std::string diagnostics()
{
    return "chandelierctl " CHANDELIER_VERSION "\nQt " + std::string(qVersion())
        + "\nsettings " + QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation).toStdString()
        + "\ndata " + QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation).toStdString() + '\n';
}

/// What needs no cluster; nothing when a cluster is needed.
std::optional<int> answerAlone(const cli::Arguments &arguments, const cli::Output &output)
{
    if (arguments.has("version"))
        return output.out("chandelierctl " CHANDELIER_VERSION "\n"), cli::Done;
    if (arguments.has("diagnostics"))
        return output.out(diagnostics()), cli::Done;
    cli::Arguments about = arguments;
    const bool help = !about.words.empty() && about.words.front() == "help";
    if (help)
        about.words.erase(about.words.begin());
    const cli::CommandRule *rule = cli::commandOf(about);
    if (help || arguments.has("help") || arguments.words.empty())
        return output.out(cli::usage(rule)), cli::Done;
    if (rule && arguments.has("print-unit"))
        return output.out(cli::watchUnit(arguments)), cli::Done;
    if (rule && cli::isAboutClusters(*rule))
        return cli::runClusterCommand(about, output);
    if (rule)
        return {};
    output.err("unknown command \"" + arguments.words.front() + "\"\nSee: chandelierctl help\n");
    return cli::WrongUse;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setOrganizationName("chandelier"); // as the window: one place for both
    QCoreApplication::setApplicationName("chandelier");
    QCoreApplication::setApplicationVersion(CHANDELIER_VERSION);
    const cli::Output output = cli::terminal();
    const auto arguments = cli::parseArguments({argv + 1, argv + argc});
    if (!arguments) {
        output.err(cli::errorText(arguments.error()));
        return cli::WrongUse;
    }
    if (const std::optional<int> code = answerAlone(*arguments, output))
        return *code;
    cli::Session session(*arguments);
    QTimer::singleShot(0, &session, [&] {
        session.open([&](const base::Result<void> &opened) {
            if (opened)
                return cli::dispatch(*arguments, session, output, [](int code) { QCoreApplication::exit(code); });
            output.err(cli::errorText(opened.error()));
            QCoreApplication::exit(cli::Failed);
        });
    });
    return app.exec();
}
