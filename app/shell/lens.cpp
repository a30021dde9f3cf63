// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/lens.h"

#include "app/models/words.h"

#include <QTimer>
#include <algorithm>

namespace shell {

namespace {

constexpr int readMs = 40; ///< between two readings: who drags the slider passes hundreds of moments

} // namespace

/// The figures of the present's source, with an end.
class Lens::Figures final : public charts::Source {
public:
    Figures(charts::Source &source, const Lens &lens)
        : m_source(source)
        , m_lens(lens)
    {
        connect(&source, &charts::Source::marksChanged, this, &charts::Source::marksChanged);
    }
    charts::Source &source() const { return m_source; }
    void ask(const charts::Question &question, QObject *context, Then then) override { m_source.ask(question, context, std::move(then)); }
    charts::Ms interval() const override { return m_source.interval(); }
    charts::Range known() const override { return m_source.known(); }
    std::vector<charts::Mark> marks(const charts::Range &range) const override { return m_source.marks(range); }
    std::optional<charts::Ms> end() const override { return m_lens.m_past ? std::optional(m_lens.m_past->at) : std::nullopt; }

private:
    charts::Source &m_source;
    const Lens &m_lens;
};

/// The alerts of the present, or those that held then.
class Lens::Warnings final : public AlertSide {
public:
    Warnings(AlertSide &side, const Lens &lens)
        : m_side(side)
        , m_lens(lens)
    {
        connect(&side, &AlertSide::changed, this, [this] {
            if (!m_lens.m_past)
                emit changed();
        });
        connect(&side, &AlertSide::failed, this, &AlertSide::failed);
    }
    AlertSide &side() const { return m_side; }
    std::shared_ptr<const std::vector<monitoring::Alert>> active() const override
    {
        static const auto none = std::make_shared<const std::vector<monitoring::Alert>>();
        return !m_lens.m_past ? m_side.active() : m_lens.m_past->alerts ? m_lens.m_past->alerts : none;
    }
    const monitoring::AlertRule *rule(const std::string &id) const override { return m_side.rule(id); }
    void acknowledge(std::int64_t alert, const std::string &note) override
    {
        m_lens.m_wanted == 0 ? m_side.acknowledge(alert, note) : emit failed(m_lens.locked());
    }
    void mute(const monitoring::Alert &alert, std::int64_t until) override
    {
        m_lens.m_wanted == 0 ? m_side.mute(alert, until) : emit failed(m_lens.locked());
    }
    void history(std::int64_t from, std::int64_t to, QObject *context, History then) override
    {
        m_side.history(from, m_lens.m_past ? std::min(to, m_lens.m_past->at + 1) : to, context, std::move(then));
    }

private:
    AlertSide &m_side;
    const Lens &m_lens;
};

Lens::Lens(std::unique_ptr<Cluster> present)
    : m_owned(std::move(present))
    , m_present(m_owned.get())
{
    connect(m_present, &Cluster::closing, this, &Cluster::closing);
    connect(m_present, &Cluster::worldChanged, this, [this] {
        if (!m_past)
            emit worldChanged();
    });
    connect(m_present, &Cluster::lockChanged, this, &Cluster::lockChanged);
    connect(m_present, &Cluster::faceChanged, this, &Cluster::faceChanged);
    connect(m_present, &Cluster::jobChanged, this, &Cluster::jobChanged);
    connect(m_present, &Cluster::failed, this, &Cluster::failed);
}

Lens::~Lens()
{
    m_owned.reset(); // what it says last is heard while this is whole
    m_warnings.reset();
    m_figures.reset();
}

void Lens::look(std::int64_t at)
{
    if (at == m_wanted || (at != 0 && past() == nullptr))
        return;
    m_wanted = std::max<std::int64_t>(0, at);
    if (m_wanted == 0) {
        m_past.reset();
        return tell();
    }
    emit momentChanged();
    if (!m_reading)
        read();
}

void Lens::read()
{
    m_reading = true;
    past()->look(m_wanted, this, [this](const base::Result<Past> &read) {
        m_reading = false;
        took(read);
    });
}

void Lens::took(const base::Result<Past> &read)
{
    if (m_wanted == 0)
        return;
    if (!read) {
        const std::int64_t before = m_past ? m_past->at : 0;
        m_wanted = before;
        emit failed(read.error());
        return tell();
    }
    m_past = *read;
    if (m_past->at != m_wanted && !std::exchange(m_reading, true))
        QTimer::singleShot(readMs, this, [this] {
            m_reading = false;
            if (m_wanted != 0 && (!m_past || m_past->at != m_wanted))
                this->read();
        });
    tell();
}

void Lens::tell()
{
    emit momentChanged();
    emit lockChanged();
    emit worldChanged();
    if (m_figures)
        emit m_figures->endChanged();
    if (m_warnings)
        emit m_warnings->changed();
}

QString Lens::whyLocked() const
{
    if (m_wanted == 0)
        return m_present->whyLocked();
    return tr("You are looking at %1. Return to now to act.").arg(models::moment(m_wanted));
}

base::Error Lens::locked() const { return {base::Problem::AccessDenied, whyLocked().toStdString(), {}, {}}; }

std::vector<plan::Offer> Lens::offers(const inventory::ObjectId &object) const
{
    return m_past ? plan::offers(m_past->world, m_past->wanted, object) : m_present->offers(object);
}

base::Result<plan::Plan> Lens::plan(const std::vector<plan::Goal> &goals) const
{
    return m_wanted == 0 ? m_present->plan(goals) : base::Result<plan::Plan>(locked());
}

base::Result<jobs::JobId> Lens::run(const plan::Plan &plan, const std::vector<std::string> &words)
{
    return m_wanted == 0 ? m_present->run(plan, words) : base::Result<jobs::JobId>(locked());
}

void Lens::cancel(const jobs::JobId &id)
{
    m_wanted == 0 ? m_present->cancel(id) : emit failed(locked());
}

base::Result<void> Lens::retry(const jobs::JobId &id)
{
    return m_wanted == 0 ? m_present->retry(id) : base::Result<void>(locked());
}

base::Result<plan::Plan> Lens::undo(const jobs::JobId &id) const
{
    return m_wanted == 0 ? m_present->undo(id) : base::Result<plan::Plan>(locked());
}

std::vector<std::shared_ptr<const jobs::Job>> Lens::jobs() const
{
    auto all = m_present->jobs();
    if (!m_past)
        return all;
    std::vector<std::shared_ptr<const jobs::Job>> then;
    for (const auto &job : all)
        if (auto was = jobAt(job, m_past->at))
            then.push_back(std::move(was));
    return then;
}

std::shared_ptr<const jobs::Job> Lens::job(const jobs::JobId &id) const
{
    const auto job = m_present->job(id);
    return m_past && job ? jobAt(job, m_past->at) : job;
}

charts::Source *Lens::charts() const
{
    charts::Source *source = m_present->charts();
    if (source == nullptr)
        return nullptr;
    if (!m_figures || &m_figures->source() != source)
        m_figures = std::make_unique<Figures>(*source, *this);
    return m_figures.get();
}

AlertSide *Lens::alerts() const
{
    AlertSide *side = m_present->alerts();
    if (side == nullptr)
        return nullptr;
    if (!m_warnings || &m_warnings->side() != side)
        m_warnings = std::make_unique<Warnings>(*side, *this);
    return m_warnings.get();
}

std::shared_ptr<const jobs::Job> jobAt(const std::shared_ptr<const jobs::Job> &job, std::int64_t at)
{
    if (job->createdAt > at)
        return nullptr;
    if (job->endedAt != 0 && job->endedAt <= at)
        return job;
    auto was = std::make_shared<jobs::Job>(*job);
    was->endedAt = 0;
    was->error.reset();
    was->waitingFor.clear();
    was->state = was->startedAt == 0 || was->startedAt > at ? jobs::JobState::Waiting : jobs::JobState::Running;
    const auto begun = [at](auto &part) { return part.startedAt != 0 && part.startedAt <= at; };
    const auto ended = [at](auto &part) { return part.endedAt != 0 && part.endedAt <= at; };
    for (jobs::MoveRun &move : was->moves) {
        for (jobs::StepRun &step : move.steps)
            if (!begun(step))
                step = {.id = step.id};
            else if (!ended(step))
                step = {.id = step.id, .state = jobs::JobState::Running, .startedAt = step.startedAt};
        if (begun(move) && ended(move))
            continue;
        const bool runs = begun(move);
        const double whole = static_cast<double>(move.endedAt - move.startedAt);
        move.fraction = !runs ? 0 : whole > 0 ? static_cast<double>(at - move.startedAt) / whole : -1;
        move.state = runs ? jobs::JobState::Running : jobs::JobState::Waiting;
        move.line.clear();
        move.liveOutput.clear();
        move.because.reset();
        move.endedAt = 0;
        if (!runs)
            move.startedAt = 0;
    }
    return was;
}

} // namespace shell
