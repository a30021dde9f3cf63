// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/monitorsource.h"

#include "app/charts/fold.h"
#include "app/models/words.h"
#include "core/monitor/monitor.h"

#include <QDateTime>
#include <QPointer>
#include <algorithm>
#include <map>
#include <set>

namespace charts {

namespace {

constexpr Ms extentEvery = 60'000;

bool isOfHost(const Part &part) { return std::string_view(part.figure).starts_with("host.") || std::string_view(part.figure).starts_with("lnet."); }

std::string placeKindOf(const std::string &id) { return id.substr(0, id.find(':')); }
std::string afterColon(const std::string &id) { return id.substr(id.find(':') + 1); }

} // namespace

/// The answers to one question's requests, until all are there.
struct MonitorSource::Gathering {
    struct Asked {
        std::size_t term, part;
        bool over;
        std::size_t request; ///< terms share them: every share of the CPU is of the same sum
    };
    Question question;
    Then then;
    QPointer<QObject> context;
    std::vector<Asked> asked;
    std::vector<monitoring::Answer> answers; ///< by request
    std::set<std::string> servers; ///< that could have figures of it
    std::size_t open = 0;
    QString trouble;
};

MonitorSource::MonitorSource(monitoring::Monitor &monitor, Worlds world, Marks marks, QObject *parent)
    : Source(parent)
    , m_monitor(monitor)
    , m_world(std::move(world))
    , m_marks(std::move(marks))
{
    const Ms now = QDateTime::currentMSecsSinceEpoch();
    m_known = {now - 3'600'000, now};
    connect(&monitor, &monitoring::Monitor::sampled, this, &MonitorSource::sampled);
}

// Asked for at most once a minute: only "all that is known" needs it.
void MonitorSource::sampled()
{
    const inventory::World world = m_world();
    if (!world->servers.empty())
        if (const auto snapshot = m_monitor.snapshot(world->servers.begin()->first); snapshot && (m_sampleTimes.empty() || snapshot->at > m_sampleTimes.back()))
            m_sampleTimes.push_back(snapshot->at);
    if (m_sampleTimes.size() > 6)
        m_sampleTimes.pop_front();
    Ms least = 0;
    for (std::size_t i = 1; i < m_sampleTimes.size(); ++i)
        least = least == 0 ? m_sampleTimes[i] - m_sampleTimes[i - 1] : std::min(least, m_sampleTimes[i] - m_sampleTimes[i - 1]);
    if (least > 0)
        m_interval = std::clamp((least + 900) / 1000 * 1000, Ms(1000), Ms(60'000));
    const Ms now = QDateTime::currentMSecsSinceEpoch();
    if (now - m_extentAt < extentEvery)
        return;
    m_extentAt = now;
    m_monitor.extent(this, [this](std::pair<std::int64_t, std::int64_t> extent) {
        if (extent.second > 0)
            m_known = {extent.first, extent.second};
    });
}

std::vector<std::string> MonitorSource::serversOf(const Term &term, bool &all) const
{
    const inventory::World world = m_world();
    const std::string kind = placeKindOf(term.scope);
    all = term.scope.empty() && term.role.empty();
    if (kind == "server")
        return {afterColon(term.scope)};
    std::set<std::string> names;
    for (const auto &[id, target] : world->targets) {
        const bool meant = term.scope.empty() || id == term.scope || "filesystem:" + target.fsname == term.scope;
        if (!meant || (term.role == "mdt" && !target.mdt) || (term.role == "ost" && !target.ost))
            continue;
        if (target.activeKnown && !target.active.empty())
            names.insert(target.active);
        else
            names.insert(target.servers.begin(), target.servers.end());
    }
    if (all)
        for (const auto &[name, server] : world->servers)
            names.insert(name);
    return {names.begin(), names.end()};
}

std::string MonitorSource::targetPatternOf(const Term &term) const
{
    const std::string kind = placeKindOf(term.scope);
    if (kind == "target") {
        const inventory::World world = m_world();
        const inventory::Target *target = world.target(term.scope);
        return target == nullptr ? afterColon(term.scope) : target->label;
    }
    const std::string role = term.role == "mdt" ? "MDT*" : term.role == "ost" ? "OST*" : "";
    if (kind == "filesystem")
        return afterColon(term.scope) + "-" + (role.empty() ? "*" : role);
    return role.empty() ? std::string() : "*-" + role;
}

namespace {

/// Requests of one question, each once.
class Requests {
public:
    explicit Requests(const Question &question) : m_question(question) { }
    std::size_t add(monitoring::Selector selector)
    {
        std::string key = selector.name;
        for (const auto &[label, value] : selector.labels)
            key += '\n' + label + '=' + value;
        for (const std::string &server : selector.servers)
            key += '\t' + server;
        const auto [at, fresh] = m_known.emplace(std::move(key), all.size());
        if (fresh)
            all.push_back({std::move(selector), {}, m_question.range.from, m_question.range.to, m_question.points});
        return at->second;
    }
    std::vector<monitoring::Request> all;

private:
    const Question &m_question;
    std::map<std::string, std::size_t> m_known;
};

} // namespace

void MonitorSource::ask(const Question &question, QObject *context, Then then)
{
    auto gathering = std::make_shared<Gathering>();
    gathering->question = question;
    gathering->then = std::move(then);
    gathering->context = context;
    Requests requests(question);
    for (std::size_t t = 0; t < question.terms.size(); ++t) {
        const Term &term = question.terms[t];
        const Measure *known = measure(term.measure);
        if (known == nullptr)
            continue;
        bool all = false;
        const std::vector<std::string> servers = serversOf(term, all);
        gathering->servers.insert(servers.begin(), servers.end());
        for (const bool over : {true, false}) {
            const std::vector<Part> &parts = over ? known->over : known->under;
            for (std::size_t p = 0; p < parts.size(); ++p) {
                const bool host = isOfHost(parts[p]), one = placeKindOf(term.scope) == "server";
                if (host && servers.empty() && !all)
                    continue; // no server is meant, and none named would mean all of them
                monitoring::Selector selector = selectorOf(parts[p], host ? std::string() : targetPatternOf(term), one || (host && !all) ? servers : std::vector<std::string>());
                selector.labels.insert(selector.labels.end(), term.where.begin(), term.where.end());
                gathering->asked.push_back({t, p, over, requests.add(std::move(selector))});
            }
        }
    }
    gathering->open = requests.all.size();
    gathering->answers.resize(requests.all.size());
    if (requests.all.empty())
        return finish(gathering);
    for (std::size_t i = 0; i < requests.all.size(); ++i)
        m_monitor.query(requests.all[i], this, [this, gathering, i](const base::Result<monitoring::Answer> &answer) {
            if (answer)
                gathering->answers[i] = *answer;
            else
                gathering->trouble = models::q(answer.error().message);
            if (--gathering->open == 0)
                finish(gathering);
        });
}

void MonitorSource::finish(const std::shared_ptr<Gathering> &gathering) const
{
    if (!gathering->context)
        return;
    const Question &question = gathering->question;
    Answer answer;
    answer.begin = question.range.from;
    answer.step = std::max<Ms>(1, question.range.span() / std::max(1, question.points));
    for (const monitoring::Answer &got : gathering->answers)
        if (got.width > 0) {
            answer.begin = got.from;
            answer.step = got.width;
            break;
        }
    answer.count = static_cast<int>((question.range.to - answer.begin + answer.step - 1) / answer.step);
    const Grid grid{answer.begin, answer.step, answer.count};
    for (std::size_t t = 0; t < question.terms.size(); ++t) {
        const Term &term = question.terms[t];
        const Measure *known = measure(term.measure);
        if (known == nullptr)
            continue;
        std::vector<std::vector<const monitoring::Line *>> over(known->over.size()), under(known->under.size());
        for (const Gathering::Asked &asked : gathering->asked)
            if (asked.term == t)
                for (const monitoring::Line &line : gathering->answers[asked.request].lines)
                    (asked.over ? over : under)[asked.part].push_back(&line);
        std::vector<Line> lines = fold(*known, term, static_cast<int>(t), grid, over, under);
        if (term.by != "target" && term.by != "server" && term.by != "size" && known->under.empty())
            keepLargest(lines, term.most);
        answer.lines.insert(answer.lines.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
    }
    std::set<std::tuple<std::string, Ms, Ms>> told;
    for (const monitoring::Answer &got : gathering->answers)
        for (const auto &[server, gaps] : got.gaps)
            for (const monitoring::Gap &gap : gaps)
                if (told.emplace(server, gap.from, gap.to).second)
                    answer.gaps.push_back({{gap.from, gap.to}, models::q(server + ": " + gap.cause)});
    if (answer.lines.empty())
        answer.nothing = !gathering->trouble.isEmpty() ? gathering->trouble : whyNothing(gathering->servers);
    gathering->then(std::move(answer));
}

QString MonitorSource::whyNothing(const std::set<std::string> &servers) const
{
    if (const auto trouble = m_monitor.trouble())
        return models::q(trouble->message);
    if (servers.empty())
        return tr("No server is known that would measure this.");
    const inventory::World world = m_world();
    QStringList reasons, silent;
    for (const std::string &name : servers) {
        const monitoring::Following following = m_monitor.following(name);
        const inventory::Server *server = world.server(name);
        if (server != nullptr && !server->up())
            reasons << (server->seenAt > 0 ? tr("%1 is not connected since %2").arg(models::q(name), models::moment(server->seenAt)) : tr("%1 was never connected").arg(models::q(name)));
        else if (!following.trouble.empty())
            reasons << QStringLiteral("%1: %2").arg(models::q(name), models::q(following.trouble));
        else if (following.at == 0)
            silent << models::q(name);
    }
    if (!silent.isEmpty())
        reasons << tr("No figures have come from %1 yet; the first come after two samples.").arg(silent.mid(0, 3).join(QStringLiteral(", ")) + (silent.size() > 3 ? QStringLiteral(" …") : QString()));
    if (reasons.isEmpty())
        return servers.size() == 1 ? tr("%1 gives no such figure in this time: its version of Lustre has none, or nothing happened yet.").arg(models::q(*servers.begin()))
                                   : tr("None of the %1 servers gives such a figure in this time: their version of Lustre has none, or nothing happened yet.").arg(servers.size());
    const int more = static_cast<int>(reasons.size()) - 3;
    QString text = reasons.mid(0, 3).join(QStringLiteral(". "));
    return more > 0 ? text + tr(". And %n more", nullptr, more) : text;
}

} // namespace charts
