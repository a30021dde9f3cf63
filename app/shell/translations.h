// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

class QCoreApplication;
class QLocale;

namespace shell {

/// The language of the desktop as far as there is a translation of it; English otherwise (its plural forms are one, too).
void loadTranslations(QCoreApplication &app);
void loadTranslations(QCoreApplication &app, const QLocale &locale);
/// "de" where the window speaks German: for texts that are data, as those of alerts.
const std::string &language();

} // namespace shell
