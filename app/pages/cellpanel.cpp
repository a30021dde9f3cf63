// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/cellpanel.h"

#include "app/charts/scale.h"
#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QCursor>
#include <QHBoxLayout>
#include <QScreen>
#include <QVBoxLayout>
#include <map>

namespace pages {

namespace {

constexpr std::size_t mostCellJobs = 50;

double meanOf(const charts::Line &line)
{
    double sum = 0;
    int known = 0;
    for (const charts::Bucket &b : line.buckets)
        if (b.known()) {
            sum += static_cast<double>(b.mean);
            ++known;
        }
    return known > 0 ? sum / known : 0;
}

} // namespace

CellPanel::CellPanel(shell::Desk &desk, const std::string &target, const charts::Range &when, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_desk(desk)
    , m_target(target)
    , m_when(when)
    , m_table(new shell::TableView(QStringLiteral("cell.jobs"), new models::Table({{QStringLiteral("job"), tr("Job"), 200}, {QStringLiteral("read"), tr("Read"), 100, true}, {QStringLiteral("write"), tr("Write"), 100, true}})))
    , m_why(shell::dimLabel(tr("Looking …")))
{
    setObjectName(QStringLiteral("cell"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    const charts::Ms step = 1000;
    auto *title = shell::label(models::q(target.substr(target.find(':') + 1)), shell::theme::strong());
    auto *time = shell::dimLabel(tr("%1 to %2").arg(charts::timeText(when.from, step), charts::timeText(when.to, step)));
    time->setWordWrap(false);
    setAccessibleName(tr("Jobs on %1").arg(title->text()));
    m_table->setAccessibleName(accessibleName());
    m_table->sortBy(QStringLiteral("read"), Qt::DescendingOrder);
    m_table->setFixedHeight(190);
    auto *top = shell::button(QStringLiteral("cell.top"), tr("Open in Top"), QStringLiteral("chart-line"));
    auto *charts = shell::button(QStringLiteral("cell.charts"), tr("Charts of this time"), QStringLiteral("arrow-right"), QStringLiteral("quiet"));
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(time);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(top);
    buttons->addWidget(charts);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->addLayout(head);
    column->addWidget(m_why);
    column->addWidget(m_table);
    column->addLayout(buttons);
    setFixedWidth(440);
    connect(top, &QPushButton::clicked, this, [this] {
        m_desk.openCharts("top", m_when.from, m_when.to, m_target);
        close();
    });
    connect(charts, &QPushButton::clicked, this, [this] {
        m_desk.openCharts(m_target, m_when.from, m_when.to);
        close();
    });
    std::vector<charts::Term> terms;
    for (const char *measure : {"job_read", "job_write"}) {
        charts::Term term{measure, target, "job"};
        term.most = mostCellJobs;
        terms.push_back(std::move(term));
    }
    if (charts::Source *source = desk.cluster().charts())
        source->ask({{std::min(when.from, when.to - 2 * source->interval()), when.to}, 1, terms}, this, [this](const charts::Answer &answer) { take(answer); });
}

void CellPanel::take(const charts::Answer &answer)
{
    struct Done {
        double read = 0, write = 0;
    };
    std::map<std::string, Done> jobs;
    for (const charts::Line &line : answer.lines) {
        Done &job = jobs[line.key.substr(line.key.find(':') + 1)];
        (line.term == 0 ? job.read : job.write) += meanOf(line);
    }
    std::vector<models::Row> rows;
    for (const auto &[name, job] : jobs) {
        const auto rate = [](double value) { return value > 0 ? models::number(value, charts::valueText(value, charts::Unit::BytesPerSecond)) : models::number(0, QStringLiteral("–")); };
        if (job.read > 0 || job.write > 0)
            rows.push_back({name, {models::cell(name), rate(job.read), rate(job.write)}});
    }
    m_why->setVisible(rows.empty());
    m_why->setText(!answer.nothing.isEmpty() ? answer.nothing : tr("No job is known for this time: none of the busiest read or wrote here, or job statistics are off (jobid_var)."));
    const bool writes = std::any_of(jobs.begin(), jobs.end(), [](const auto &j) { return j.second.write > j.second.read; });
    m_table->sortBy(writes ? QStringLiteral("write") : QStringLiteral("read"), Qt::DescendingOrder);
    m_table->table()->setRows(std::move(rows), false);
}

void followChosen(shell::Desk &desk, charts::Board &board, const std::string &place, const charts::Range &when)
{
    if (place.empty())
        return;
    const std::string kind = models::placeKind(place);
    if (kind == "logs") // at that time, of what the page is about
        return desk.openLogs(desk.place(), when.from);
    if (when.span() == 0 && kind != "target" && kind != "server" && kind != "filesystem")
        return desk.open(place); // a job, the alerts
    if (when.span() == 0 || kind != "target")
        return desk.openCharts(place, when.from, when.to);
    auto *panel = new CellPanel(desk, place, when, &board);
    panel->adjustSize();
    QPoint at = QCursor::pos();
    const QRect there(board.mapToGlobal(QPoint(0, 0)), board.size());
    if (!there.contains(at))
        at = there.center() - QPoint(panel->width() / 2, panel->height() / 2);
    if (const QScreen *screen = board.screen()) {
        const QRect room = screen->availableGeometry();
        at = {std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - panel->width())), std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - panel->height()))};
    }
    panel->move(at);
    panel->show();
    panel->table()->setFocus();
}

} // namespace pages
