// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeupsource.h"

#include "app/charts/measures.h"

#include <QPointer>
#include <QTimer>
#include <cmath>

namespace madeup {

Source::Source(charts::Ms now)
    : m_now(now)
{
}

void Source::ask(const charts::Question &question, QObject *context, Then then)
{
    m_asked.push_back(question);
    if (!m_later)
        return then(answer(question));
    QTimer::singleShot(0, context, [this, question, then = std::move(then)] { then(answer(question)); });
}

namespace {

std::vector<std::string> linesOf(const charts::Term &term, int targets)
{
    std::vector<std::string> names;
    if (term.by == "operation")
        return {"close", "getattr", "getxattr", "link", "mkdir", "mknod", "open", "rename", "rmdir", "setattr", "statfs", "unlink"};
    if (term.by == "target")
        for (int i = 0; i < targets; ++i)
            names.push_back("scratch-OST" + QStringLiteral("%1").arg(i, 4, 16, QLatin1Char('0')).toStdString());
    else if (term.by == "size")
        for (int power = 12; power <= 24; ++power)
            names.push_back(std::to_string(1 << power));
    else if (term.by == "job")
        return {"cp.1003", "dd.1003", "ior.1007", "mdtest.1007", "rsync.0"};
    else if (term.by == "server")
        return {"oss1", "oss2"};
    else if (term.by == "interface")
        return {"eth0", "ib0", "ib1"};
    else if (term.by == "device")
        return {"mpatha", "mpathb", "mpathc", "mpathd", "sda"};
    return names.empty() ? std::vector<std::string>{""} : names;
}

double noise(std::uint64_t seed)
{
    seed ^= seed >> 33;
    seed *= 0xff51afd7ed558ccdull;
    seed ^= seed >> 33;
    seed *= 0xc4ceb9fe1a85ec53ull;
    seed ^= seed >> 33;
    return static_cast<double>(seed % 10'000) / 10'000;
}

double valueOf(const charts::Term &term, std::size_t line, charts::Ms at, charts::Unit unit)
{
    const double phase = static_cast<double>(std::hash<std::string>()(term.measure) % 100) / 16 + static_cast<double>(line) * 0.7;
    const double minutes = static_cast<double>(at) / 60'000;
    double load = 0.45 + 0.25 * std::sin(minutes / 17 + phase) + 0.15 * std::sin(minutes / 3.1 + 2 * phase) + 0.2 * (noise(static_cast<std::uint64_t>(at / 5000) * 31 + line * 7919 + term.measure.size()) - 0.5);
    if (term.by == "target" && line == 5) // a noisy neighbour
        load += std::sin(minutes / 9) > 0.6 ? 1.4 : 0;
    if (term.by == "size")
        return 40'000 * std::exp(-std::pow((static_cast<double>(line) - (term.measure == "brw_read" ? 8 : 10)) / 2.2, 2));
    load = std::max(0.0, load);
    switch (unit) {
    case charts::Unit::BytesPerSecond: return load * 6e9 / (term.by.empty() ? 1 : 4);
    case charts::Unit::Bytes: return term.measure.find("total") != std::string::npos ? 256e9 : load * 180e9;
    case charts::Unit::Share: return term.measure == "space" || term.measure == "inodes" ? 0.4 + 0.02 * load + phase / 30 : load * 0.5;
    case charts::Unit::PerSecond: return load * 14'000 / (1 + static_cast<double>(line));
    case charts::Unit::Seconds: return 0.002 + load * load * 0.03;
    case charts::Unit::Count: return std::floor(load * 1200);
    }
    return load;
}

} // namespace

charts::Answer Source::answer(const charts::Question &question) const
{
    charts::Answer answer;
    answer.begin = question.range.from;
    answer.count = question.points;
    answer.step = std::max<charts::Ms>(1, question.range.span() / question.points);
    answer.nothing = m_nothing;
    answer.gaps = m_gaps;
    for (std::size_t t = 0; t < question.terms.size() && m_nothing.isEmpty(); ++t) {
        const charts::Term &term = question.terms[t];
        const charts::Measure *measure = charts::measure(term.measure);
        const std::vector<std::string> names = linesOf(term, m_targets);
        for (std::size_t l = 0; l < names.size(); ++l) {
            charts::Line line{term.measure + ":" + names[l], names[l].empty() ? term.name : QString::fromStdString(names[l]), static_cast<int>(t), {}, term.by == "target" ? "target:" + names[l] : ""};
            line.buckets.reserve(static_cast<std::size_t>(answer.count));
            for (int i = 0; i < answer.count; ++i) {
                const charts::Ms at = answer.begin + answer.step * i;
                const bool gap = at >= m_now || std::any_of(m_gaps.begin(), m_gaps.end(), [at](const charts::Gap &g) { return g.range.contains(at); });
                const auto fixed = m_fixed.find(term.measure);
                const double mean = fixed != m_fixed.end() ? fixed->second : valueOf(term, l, at, measure == nullptr ? charts::Unit::Count : measure->unit);
                const double spread = fixed == m_fixed.end() && answer.step > 5000 ? 0.12 : 0;
                line.buckets.push_back(gap ? charts::Bucket() : charts::Bucket{static_cast<float>(mean * (1 - spread)), static_cast<float>(mean), static_cast<float>(mean * (1 + spread))});
            }
            answer.lines.push_back(std::move(line));
        }
    }
    return answer;
}

} // namespace madeup
