// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/options.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"

#include <QApplication>
#include <cstdio>

namespace {

/// --version and the like must work without a display.
std::variant<shell::StartOptions, QString> read(int argc, char **argv)
{
    QCoreApplication::setOrganizationName(QStringLiteral("chandelier"));
    QCoreApplication::setApplicationName(QStringLiteral("chandelier"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CHANDELIER_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return shell::startOptions(arguments);
}

bool asksForText(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i)
        for (const char *word : {"--version", "--diagnostics", "--help", "-h"})
            if (qstrcmp(argv[i], word) == 0)
                return true;
    return false;
}

int fail(const QString &text)
{
    std::fprintf(stderr, "chandelier: %s\n", qPrintable(text));
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    if (asksForText(argc, argv)) {
        QCoreApplication app(argc, argv);
        const auto options = read(argc, argv);
        if (const QString *wrong = std::get_if<QString>(&options))
            return fail(*wrong);
        std::printf("%s\n", qPrintable(std::get<shell::StartOptions>(options).print));
        return 0;
    }
    QApplication app(argc, argv);
    const auto options = read(argc, argv);
    if (const QString *wrong = std::get_if<QString>(&options))
        return fail(*wrong);
    const auto &start = std::get<shell::StartOptions>(options);
    shell::loadTranslations(app);
    shell::theme::setUp(app, start.theme);
    QGuiApplication::setDesktopFileName(QStringLiteral("chandelier"));
    shell::MainWindow window;
    shell::Launcher launcher(window);
    window.show();
    launcher.start(start.choice);
    return QApplication::exec();
}
