// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/movesview.h"

#include "app/models/words.h"
#include "app/shell/delegate.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

namespace {

class MoveDelegate final : public shell::RowDelegate {
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        if (!index.parent().isValid() && index.column() == models::Moves::ActionColumn)
            option->font = shell::theme::strong();
        option->fontMetrics = QFontMetrics(option->font);
    }
};

} // namespace

MovesView::MovesView(const QString &objectName, models::Moves *model)
    : m_moves(model)
{
    setObjectName(objectName);
    setAccessibleName(tr("Moves"));
    model->setParent(this);
    setModel(model);
    setItemDelegate(new MoveDelegate(this));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setIndentation(12);
    setExpandsOnDoubleClick(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(models::Moves::ActionColumn, QHeaderView::Stretch);
    header()->setHighlightSections(false);
    header()->setSectionsMovable(false);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        choose(0);
    });
}

void MovesView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    header()->resizeSection(models::Moves::HostColumn, qBound(56, width() / 8, 120));
    header()->resizeSection(models::Moves::StateColumn, qBound(108, width() / 4, 150));
}

void MovesView::choose(int move)
{
    const QModelIndex index = m_moves->indexOf(move);
    if (index.isValid())
        setCurrentIndex(index);
}

int MovesView::chosen() const { return m_moves->moveAt(currentIndex()); }

void MovesView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (current.isValid())
        scrollTo(current);
    emit moveChosen(m_moves->moveAt(current));
}

MoveDetail::MoveDetail(const QString &objectName)
    : m_title(new shell::ElidedLabel(shell::theme::section()))
    , m_badge(new shell::BadgeLabel)
    , m_facts(new shell::Facts(1))
    , m_error(new shell::Notice(objectName + QStringLiteral(".error")))
    , m_heading(shell::label({}, shell::theme::strong()))
    , m_line(shell::dimLabel())
    , m_text(shell::monoBox(objectName + QStringLiteral(".commands")))
{
    setObjectName(objectName);
    m_text->setAccessibleName(tr("Command lines"));
    auto *head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addSpacing(8);
    head->addWidget(m_badge);
    head->addStretch();
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(20, 12, 24, 12);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(m_error);
    column->addWidget(m_facts);
    column->addWidget(m_heading);
    column->addWidget(m_line);
    column->addWidget(m_text, 1);
    auto *scroll = new QScrollArea; // a low window may scroll, but never cut off what a risk is
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(scroll);
    m_error->setClosable(false);
    connect(m_facts, &shell::Facts::opened, this, [this](const std::string &link) { emit moveWanted(std::stoi("0" + link.substr(link.find(':') + 1))); });
}

void MoveDetail::setPlan(const plan::Plan &plan) { m_plan = plan; }
QString MoveDetail::commands() const { return m_text->toPlainText(); }

namespace {

QString operationText(const protocol::Operation &operation)
{
    using Why = protocol::Operation::Why;
    using What = protocol::Operation::What;
    QString line = models::q(protocol::commandLine(operation));
    if (operation.what == What::WriteFile && !line.contains(models::q(operation.content).trimmed()))
        line += QLatin1Char('\n') + models::q(operation.content);
    switch (operation.why) {
    case Why::Check: return MoveDetail::tr("# looks, changes nothing:") + QLatin1Char('\n') + line;
    case Why::Verify: return MoveDetail::tr("# verifies:") + QLatin1Char('\n') + line;
    case Why::Change: break;
    }
    return line;
}

QString stepHead(const plan::Step &step)
{
    const auto name = protocol::name(step.verb);
    return QStringLiteral("# %1 %2 %3").arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), MoveDetail::tr("on"), models::q(step.server));
}

QString indented(const std::string &text, const QString &mark)
{
    QString out;
    for (const QString &line : models::q(text).split(QLatin1Char('\n')))
        if (!line.isEmpty())
            out += mark + line + QLatin1Char('\n');
    return out;
}

QString oneTranscript(const protocol::Transcript &t)
{
    std::string line;
    for (const std::string &word : t.argv)
        line += (line.empty() ? "" : " ") + protocol::shellQuoted(word);
    QString out = QStringLiteral("$ ") + models::q(line) + QLatin1Char('\n');
    if (!t.note.empty())
        out += QStringLiteral("# ") + models::q(t.note) + QLatin1Char('\n');
    if (t.exitCode != 0)
        out += QStringLiteral("! ") + MoveDetail::tr("exit code %1").arg(t.exitCode) + QLatin1Char('\n');
    out += indented(t.err, t.exitCode != 0 ? QStringLiteral("! ") : QString());
    out += indented(t.out, QString());
    return out + QStringLiteral("# %1\n").arg(models::duration(static_cast<std::int64_t>((t.endedAt - t.startedAt) * 1000)));
}

} // namespace

QString commandText(const plan::Move &move)
{
    QString out;
    for (const plan::Step &step : move.steps) {
        out += stepHead(step) + QLatin1Char('\n');
        for (const protocol::Operation &operation : step.operations)
            out += operationText(operation) + QLatin1Char('\n');
        out += QLatin1Char('\n');
    }
    return out.trimmed();
}

QString transcriptText(const plan::Move &move, const jobs::MoveRun &run)
{
    QString failed;
    QString rest;
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        const jobs::StepRun &step = run.steps[i];
        QString text = i < move.steps.size() ? stepHead(move.steps[i]) : QString();
        if (step.replayed)
            text += MoveDetail::tr(" (had been done before)");
        text += QLatin1Char('\n');
        for (const protocol::Transcript &t : step.transcripts)
            (step.error && t.exitCode != 0 ? failed : text) += oneTranscript(t);
        rest += text + QLatin1Char('\n');
    }
    if (!jobs::isEnd(run.state) && !run.liveOutput.empty())
        rest += models::q(run.liveOutput);
    return (failed.isEmpty() ? rest : failed + QLatin1Char('\n') + rest).trimmed();
}

namespace {
bool hasOutput(const jobs::MoveRun &run)
{
    return !run.liveOutput.empty() || std::any_of(run.steps.begin(), run.steps.end(), [](const jobs::StepRun &step) { return !step.transcripts.empty(); });
}
} // namespace

void MoveDetail::showFacts(const plan::Move &move, const jobs::MoveRun *run)
{
    std::vector<shell::Fact> facts{{tr("Why"), models::q(move.why)}};
    if (!move.riskText.empty())
        facts.push_back({tr("Risk"), models::q(move.riskText), models::riskTone(move.risk)});
    QStringList after;
    for (const std::size_t i : move.after)
        if (i < m_plan.moves.size() && after.size() < 4)
            after << models::moveTitle(m_plan.moves[i]);
    if (move.after.size() > 4)
        after << tr("%n more", nullptr, static_cast<int>(move.after.size()) - 4);
    if (move.after.size() == 1)
        facts.push_back({tr("After"), after.join(QString()), models::Tone::None, -1, "move:" + std::to_string(move.after.front())});
    else
        facts.push_back({tr("After"), after.isEmpty() ? tr("nothing: it can begin at once") : after.join(QStringLiteral(", "))});
    facts.push_back({tr("Undone by"), move.undo.empty() ? tr("nothing: it cannot be undone") : models::action(move.undo), move.undo.empty() && move.risk != machine::Risk::Safe ? models::Tone::Warning : models::Tone::None});
    if (run != nullptr && run->because && *run->because < m_plan.moves.size()) {
        const plan::Move &because = m_plan.moves[*run->because];
        facts.push_back({tr("Skipped because of"), models::moveTitle(because), models::Tone::None, -1, "move:" + std::to_string(*run->because)});
    }
    m_facts->setFacts(facts);
}

void MoveDetail::show(int at, const jobs::MoveRun *run)
{
    const bool there = at >= 0 && static_cast<std::size_t>(at) < m_plan.moves.size();
    for (QWidget *w : std::initializer_list<QWidget *>{m_badge, m_facts, m_heading, m_text})
        w->setVisible(there);
    m_line->setVisible(there && run != nullptr && !run->line.empty());
    if (!there) {
        m_error->clear();
        m_title->setText(tr("Choose a move to see its commands"));
        return;
    }
    const plan::Move &move = m_plan.moves[static_cast<std::size_t>(at)];
    m_title->setText(models::moveTitle(move));
    const bool began = run != nullptr && hasOutput(*run);
    m_badge->setBadge(run != nullptr ? models::jobBadge(run->state) : models::Badge{models::riskWord(move.risk), models::riskTone(move.risk)});
    m_badge->setVisible(run != nullptr || move.risk != machine::Risk::Safe);
    showFacts(move, run);
    m_error->clear();
    if (run != nullptr)
        for (const jobs::StepRun &step : run->steps)
            if (step.error)
                m_error->show(*step.error);
    const QString host = move.server.empty() ? QString() : QLatin1Char(' ') + tr("on %1").arg(models::q(move.server));
    m_heading->setText((began ? tr("What was run") : tr("Exact commands")) + host);
    if (run != nullptr)
        m_line->setText(models::q(run->line));
    const QString text = began ? transcriptText(move, *run) : commandText(move);
    shell::setMonoText(*m_text, text.isEmpty() ? tr("# nothing is run for this: it follows from the other moves") : text);
}

} // namespace pages
