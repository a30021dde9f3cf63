// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initChandelierTranslations() { Q_INIT_RESOURCE(translations); } // of a static library: must stand outside namespaces

namespace shell {

static std::string &spoken()
{
    static std::string code = "en";
    return code;
}

const std::string &language() { return spoken(); }

void loadTranslations(QCoreApplication &app) { loadTranslations(app, QLocale()); }

void loadTranslations(QCoreApplication &app, const QLocale &locale)
{
    initChandelierTranslations();
    const auto load = [&app](const QLocale &wanted, const QString &name, const QString &folder) {
        auto *translator = new QTranslator(&app);
        if (translator->load(wanted, name, QStringLiteral("_"), folder))
            app.installTranslator(translator);
        else
            delete translator;
    };
    load(QLocale(QLocale::English), QStringLiteral("chandelier"), QStringLiteral(":/i18n"));
    load(locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (locale.language() != QLocale::English)
        load(locale, QStringLiteral("chandelier"), QStringLiteral(":/i18n"));
    spoken() = QLocale(locale.language()).name().section(QLatin1Char('_'), 0, 0).toStdString();
}

} // namespace shell
