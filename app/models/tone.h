// SPDX-License-Identifier: GPL-3.0-or-later
// What a state means for a person, apart from its word. Each tone has one shape and one colour, so that none is told by colour alone.
#pragma once
#include <QMetaType>
#include <QString>
#include <cstdint>

namespace models {

enum class Tone : std::uint8_t {
    None,    ///< no shape, the text's own colour
    Ok,      ///< filled disc with a tick
    Warning, ///< triangle
    Error,   ///< diamond with a cross
    Unknown, ///< hatched disc: nobody knows; never used for "off"
    Working, ///< three-quarter ring
    Off,     ///< hollow disc: off because somebody wanted it so
};

struct Badge {
    QString word;
    Tone tone = Tone::None;
    QString tip{};
};

/// The worse of two, in the order Error, Warning, Unknown, Working, Off, Ok, None.
Tone worse(Tone a, Tone b);

} // namespace models
Q_DECLARE_METATYPE(models::Tone)
