// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader of measured text gives: figures, words that are states, and for what is missing its cause.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace collect {

/// A number as the kernel prints it. Sums reach 10^18 and wrap: whole numbers stay whole, signed first, then unsigned.
class Number {
public:
    enum class Form : std::uint8_t { Signed, Unsigned, Real };
    Number() = default;
    static Number ofSigned(std::int64_t value);
    static Number ofUnsigned(std::uint64_t value); ///< Signed when it fits
    static Number ofReal(double value);
    Form form() const { return m_form; }
    double real() const;
    std::int64_t whole() const; ///< Reals are cut, unsigned ones above the range are the greatest
    std::uint64_t natural() const; ///< Negative ones are 0
    std::string text() const;   ///< as printed; reals with up to 17 digits
    friend bool operator==(const Number &a, const Number &b);

private:
    Form m_form = Form::Signed;
    std::uint64_t m_bits = 0;
    double m_real = 0;
};

/// The whole of `text` as a number ("12", "-5", "18446744073709551615", "1.5e3"); false when it is none.
bool readNumber(std::string_view text, Number &number);

enum class Kind : std::uint8_t { Counter, Gauge };

using Label = std::pair<std::string, std::string>;
using Labels = std::vector<Label>;

struct Figure {
    std::string name;   ///< "md_stats.samples", "kbytesfree"
    Labels labels{};    ///< component, target, operation, nid, job, size ...; in a fixed order
    Number value{};
    std::string unit{}; ///< bytes, KiB, usecs, reqs ...; empty: a plain number
    Kind kind = Kind::Gauge;
};

/// A state or a name: recovery status, connection state, version.
struct Fact {
    std::string name;
    Labels labels{};
    std::string text{};
};

enum class Cause : std::uint8_t {
    Absent,       ///< no such parameter or file on this version, or the service is not there
    Empty,        ///< it is there and says nothing
    Truncated,    ///< it ends in the middle
    NotSupported, ///< the server says so ("not supported")
    Malformed,    ///< it does not follow its format; the detail has the first words that do not
    Unreadable,   ///< the system refused to give it
    Failed,       ///< the tool answered with an error; the detail has it
    TooMany,      ///< more of them than the reader keeps
};
std::string_view word(Cause cause);

struct Gap {
    std::string what;
    Cause cause = Cause::Absent;
    std::string detail{};
};

struct Readings {
    std::vector<Figure> figures{};
    std::vector<Fact> facts{};
    std::vector<Gap> gaps{};

    void figure(std::string name, const Labels &labels, Number value, std::string_view unit = {}, Kind kind = Kind::Gauge);
    void fact(std::string name, const Labels &labels, std::string_view text);
    void gap(std::string_view what, Cause cause, std::string_view detail = {});
    void take(Readings &&other);
    bool empty() const { return figures.empty() && facts.empty(); }
};

Labels with(const Labels &labels, std::string_view key, std::string_view value);
std::string_view labelOf(const Labels &labels, std::string_view key);

} // namespace collect
