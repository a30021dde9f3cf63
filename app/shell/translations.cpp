// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initChandelierTranslations() { Q_INIT_RESOURCE(translations); } // of a static library: must stand outside namespaces

namespace shell {

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
}

} // namespace shell
