// SPDX-License-Identifier: GPL-3.0-or-later
// Where charts get their figures: one question with a range and a width, one answer later. Charts know nothing of stores or
// agents, so a test feeds them without either.
#pragma once
#include <QObject>
#include <QString>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace charts {

using Ms = std::int64_t; ///< since the epoch, or a length of time

struct Range {
    Ms from = 0, to = 0; ///< `to` is not part of it
    Ms span() const { return to - from; }
    bool contains(Ms at) const { return at >= from && at < to; }
    friend bool operator==(const Range &, const Range &) = default;
};

enum class Unit : std::uint8_t { Count, Share, Bytes, BytesPerSecond, PerSecond, Seconds };

/// What the samples of one step of time were; nothing is known of a step without any.
struct Bucket {
    float low = std::numeric_limits<float>::quiet_NaN();
    float mean = std::numeric_limits<float>::quiet_NaN();
    float high = std::numeric_limits<float>::quiet_NaN();
    bool known() const { return !std::isnan(mean); }
};
inline Bucket bucketOf(double value) { return {static_cast<float>(value), static_cast<float>(value), static_cast<float>(value)}; }

/// Which figure of which objects. `measure` is a name of charts::measure() (measures.h).
struct Term {
    std::string measure;
    std::string scope{};  ///< an object's id ("filesystem:scratch", "target:...", "server:..."); empty: the whole cluster
    std::string by{};     ///< one line for each value of this label ("target", "server", "operation"); empty: one line for all
    QString name{};       ///< of its line when it is one; empty: the measure's title
    int colour = -1;      ///< of the palette; -1: by its place
    bool below = false;   ///< drawn below zero (writes)
    std::string role{};   ///< "mdt" or "ost": only such targets, or the servers that have one; empty: all
    std::vector<std::pair<std::string, std::string>> where{}; ///< labels that must have these values, with * and ?
    std::size_t most = 16; ///< lines, the last of them for all others; rows of targets, servers and sizes are not limited
};

struct Line {
    std::string key;      ///< stable from answer to answer, unique in it
    QString name;
    int term = 0;         ///< which one it answers
    std::vector<Bucket> buckets; ///< Answer::count of them
    std::string place{};  ///< of the object it is about, when it is one
};

/// Nothing was measured, and why ("oss3 was not connected").
struct Gap {
    Range range;
    QString why;
};

struct Answer {
    Ms begin = 0, step = 1000;
    int count = 0;
    std::vector<Line> lines;
    std::vector<Gap> gaps{};
    QString nothing{};    ///< why there is no line at all
    Range range() const { return {begin, begin + step * count}; }
    /// Index of the bucket in which `at` lies; -1: outside.
    int indexOf(Ms at) const { return at < begin || count == 0 || at >= begin + step * count ? -1 : static_cast<int>((at - begin) / step); }
};

struct Question {
    Range range;
    int points = 1;       ///< the range is cut into so many buckets of equal length
    std::vector<Term> terms;
};

/// Something that happened, on the axis of every chart of a page.
struct Mark {
    Ms at = 0;
    QString text;
    int weight = 0;       ///< 0 information, 1 warning, 2 error
    std::string place{};  ///< where it can be looked at
};

class Source : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Then = std::function<void(Answer)>;
    /// Calls `then` once, later or at once, in this thread; not when `context` has gone by then.
    virtual void ask(const Question &question, QObject *context, Then then) = 0;
    virtual Ms interval() const { return 5000; } ///< between two samples; finer buckets would have holes
    virtual Range known() const = 0;             ///< from the oldest sample to the newest
    virtual std::vector<Mark> marks(const Range &) const { return {}; }
    /// Where time ends for who looks at the past; nothing: now.
    virtual std::optional<Ms> end() const { return {}; }

signals:
    void marksChanged();
    void endChanged();
};

} // namespace charts
