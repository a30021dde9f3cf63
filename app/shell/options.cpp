// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/options.h"

#include "agent/protocol/frames.h"
#include "app/models/words.h"
#include "core/manager/demo.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLocale>
#include <QSysInfo>

namespace shell {

namespace {

QString diagnostics()
{
    const auto programs = manager::Demo::findPrograms();
    QStringList lines{
        QStringLiteral("chandelier " CHANDELIER_VERSION),
        QStringLiteral("protocol %1 (oldest %2)").arg(protocol::protocolVersion).arg(protocol::oldestProtocolVersion),
        QStringLiteral("Qt %1, built with %2").arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR)),
        QStringLiteral("system %1, kernel %2").arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion()),
        QStringLiteral("locale %1").arg(QLocale().name()),
        QStringLiteral("profile %1").arg(QString::fromStdString(manager::defaultProfilePath())),
        programs ? QStringLiteral("agent %1\nsimulated host %2").arg(QString::fromStdString(programs->agent), QString::fromStdString(programs->simhost))
                 : QStringLiteral("demonstration not possible: %1").arg(QString::fromStdString(programs.error().message)),
    };
    return lines.join(QLatin1Char('\n'));
}

} // namespace

std::variant<StartOptions, QString> startOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({
        {QStringLiteral("demo"), models::Words::tr("Start the demonstration cluster and open it.")},
        {QStringLiteral("demo-dir"), models::Words::tr("Where the demonstration cluster lies."), QStringLiteral("directory")},
        {QStringLiteral("profile"), models::Words::tr("Open the cluster of this profile."), QStringLiteral("file")},
        {QStringLiteral("theme"), models::Words::tr("dark, light or system."), QStringLiteral("theme"), QStringLiteral("system")},
        {QStringLiteral("version"), models::Words::tr("Print the version.")},
        {QStringLiteral("diagnostics"), models::Words::tr("Print what a bug report needs.")},
        {{QStringLiteral("h"), QStringLiteral("help")}, models::Words::tr("Print this.")},
    });
    if (!parser.parse(arguments))
        return parser.errorText();
    if (!parser.positionalArguments().isEmpty())
        return models::Words::tr("%1 is no option. Try --help.").arg(parser.positionalArguments().first());
    StartOptions options;
    const auto mode = theme::modeFromWord(parser.value(QStringLiteral("theme")));
    if (!mode)
        return models::Words::tr("%1 is no theme. Choose dark, light or system.").arg(parser.value(QStringLiteral("theme")));
    options.theme = *mode;
    options.choice.demoDirectory = parser.value(QStringLiteral("demo-dir")).toStdString();
    options.choice.demo = parser.isSet(QStringLiteral("demo")) || !options.choice.demoDirectory.empty();
    options.choice.profilePath = parser.value(QStringLiteral("profile")).toStdString();
    if (parser.isSet(QStringLiteral("help")))
        options.print = parser.helpText();
    else if (parser.isSet(QStringLiteral("version")))
        options.print = QStringLiteral("chandelier " CHANDELIER_VERSION);
    else if (parser.isSet(QStringLiteral("diagnostics")))
        options.print = diagnostics();
    return options;
}

} // namespace shell
