// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/top.h"

#include "app/charts/measures.h"
#include "app/charts/scale.h"
#include "app/charts/timechart.h"
#include "app/models/words.h"
#include "app/pages/cellpanel.h"
#include "app/pages/listpage.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <map>

namespace pages {

namespace {

constexpr std::size_t mostTopRows = 200;

struct TopRow {
    double read = 0, write = 0, metadata = 0;
};

std::vector<models::Column> topColumns()
{
    return {{QStringLiteral("name"), Top::tr("Name"), 260}, {QStringLiteral("share"), Top::tr("Share of all transfers"), 160, true}, {QStringLiteral("read"), Top::tr("Read"), 110, true},
        {QStringLiteral("write"), Top::tr("Write"), 110, true}, {QStringLiteral("metadata"), Top::tr("Metadata"), 110, true}};
}

double meanOfTop(const charts::Line &line)
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

std::string valueOfKey(const std::string &key) { return key.substr(key.find(':') + 1); }

} // namespace

Top::Top(shell::Desk &desk)
    : Page(desk, QStringLiteral("top"))
    , m_kind(new QComboBox)
    , m_why(shell::dimLabel())
    , m_table(new shell::TableView(QStringLiteral("top.table"), new models::Table(topColumns())))
    , m_board(new charts::Board)
    , m_none(new shell::Empty(QStringLiteral("chart-line"), tr("No figures"), tr("Here stands who does most: jobs, users, targets and servers. Nothing measures this cluster.")))
    , m_body(new QWidget)
    , m_scopeButton(shell::button(QStringLiteral("top.scope"), {}, QStringLiteral("x"), QStringLiteral("quiet")))
{
    m_kind->setObjectName(QStringLiteral("top.kind"));
    m_kind->setAccessibleName(tr("Of what"));
    for (const QString &text : {tr("Jobs"), tr("Users"), tr("Targets"), tr("Servers")})
        m_kind->addItem(text);
    m_filter = pages::filterField(m_table);
    m_table->setAccessibleName(tr("Top"));
    m_table->sortBy(QStringLiteral("share"), Qt::DescendingOrder);
    m_board->axis().setSpan(10 * 60'000);
    auto *head = new QHBoxLayout;
    head->addWidget(shell::label(tr("Top"), shell::theme::heading()));
    head->addSpacing(16);
    head->addWidget(m_kind);
    head->addWidget(m_scopeButton);
    head->addWidget(m_filter, 1);
    head->addStretch(1);
    m_scopeButton->setToolTip(tr("Show what was done on all targets again"));
    m_scopeButton->hide();
    connect(m_scopeButton, &QPushButton::clicked, this, [this] { setScope({}); });
    auto *upper = new QWidget;
    auto *table = new QVBoxLayout(upper);
    table->setContentsMargins(0, 0, 0, 0);
    table->addWidget(m_why);
    table->addWidget(m_table, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(upper);
    split->addWidget(m_board);
    split->setSizes({360, 320});
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->addWidget(split, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(12);
    column->addLayout(head);
    column->addWidget(m_body, 1);
    column->addWidget(m_none, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_chosen.clear();
        m_table->table()->setRows({}, false);
        m_board->clear();
        ask();
    });
    connect(&m_board->axis(), &charts::TimeAxis::rangeChanged, this, &Top::ask);
    connect(m_table, &shell::TableView::choiceChanged, this, &Top::showChosen);
    connect(m_table, &shell::TableView::opened, this, [this](const std::string &key) {
        if (kind() == Kind::Targets || kind() == Kind::Servers)
            this->desk().open(key);
    });
    connect(m_board, &charts::Board::chosen, this, [this](const std::string &place, const charts::Range &when) { followChosen(this->desk(), *m_board, place, when); });
}

Top::Kind Top::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }
void Top::setKind(Kind kind) { m_kind->setCurrentIndex(static_cast<int>(kind)); }

std::string Top::userOf(const std::string &job)
{
    const std::size_t dot = job.rfind('.');
    if (dot == std::string::npos || dot + 1 == job.size())
        return {};
    const std::string uid = job.substr(dot + 1);
    return std::all_of(uid.begin(), uid.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) ? uid : std::string();
}

void Top::setScope(const std::string &scope)
{
    if (std::exchange(m_scope, scope) == scope)
        return;
    m_scopeButton->setVisible(!scope.empty());
    m_scopeButton->setText(tr("On %1").arg(models::q(models::placeName(scope))));
    m_chosen.clear();
    m_table->table()->setRows({}, false);
    m_board->clear();
    ask();
}

void Top::open(const shell::Place &place)
{
    if (const auto wish = desk().takeChartsWish(place)) {
        if (!wish->scope.empty())
            setKind(Kind::Jobs);
        setScope(wish->scope);
        m_board->axis().setRange({wish->from, std::max(wish->to, wish->from + charts::TimeAxis::shortest)});
    }
    charts::Source *source = cluster().charts();
    m_body->setVisible(source != nullptr);
    m_none->setVisible(source == nullptr);
    m_kind->setEnabled(source != nullptr);
    m_board->setSource(source);
    if (m_table->table()->rowCount() == 0)
        ask();
}

void Top::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    ask();
}

void Top::ask()
{
    charts::Source *source = cluster().charts();
    if (source == nullptr || !isVisible())
        return;
    if (std::exchange(m_asking, true)) {
        m_again = true;
        return;
    }
    const bool jobs = kind() == Kind::Jobs || kind() == Kind::Users;
    const std::string by = jobs ? "job" : kind() == Kind::Targets ? "target" : "server";
    charts::Question question{m_board->axis().range(), 1, {}};
    for (const char *measure : jobs ? std::array<const char *, 3>{"job_read", "job_write", "job_md"} : std::array<const char *, 3>{"read_bytes", "write_bytes", "md_ops"}) {
        charts::Term term{measure, m_scope, by};
        term.most = kind() == Kind::Users ? 5000 : mostTopRows;
        question.terms.push_back(std::move(term));
    }
    source->ask(question, this, [this, asked = kind()](const charts::Answer &answer) {
        m_asking = false;
        if (asked == kind())
            take(answer);
        if (std::exchange(m_again, false))
            ask();
    });
}

void Top::take(const charts::Answer &answer)
{
    std::map<std::string, TopRow> all;
    double sum = 0;
    for (const charts::Line &line : answer.lines) {
        std::string name = valueOfKey(line.key);
        if (kind() == Kind::Users)
            name = userOf(name);
        if (name.empty())
            continue;
        TopRow &row = all[name];
        const double mean = meanOfTop(line);
        (line.term == 0 ? row.read : line.term == 1 ? row.write : row.metadata) += mean;
        sum += line.term < 2 ? mean : 0;
    }
    std::vector<models::Row> rows;
    for (const auto &[name, row] : all) {
        const double share = sum > 0 ? (row.read + row.write) / sum : 0;
        const auto rate = [](double value, charts::Unit unit) { return value > 0 ? models::number(value, charts::valueText(value, unit)) : models::number(0, QStringLiteral("–")); };
        models::Cell bar = models::progress(share);
        const std::string place = kind() == Kind::Targets ? "target:" : kind() == Kind::Servers ? "server:" : "";
        rows.push_back({place + name, {models::cell(kind() == Kind::Users ? tr("user %1").arg(models::q(name)) : models::q(name)), bar, rate(row.read, charts::Unit::BytesPerSecond),
            rate(row.write, charts::Unit::BytesPerSecond), rate(row.metadata, charts::Unit::PerSecond)}});
    }
    m_why->setVisible(rows.empty());
    m_why->setText(!answer.nothing.isEmpty() ? answer.nothing : kind() == Kind::Users ? tr("No job id of this time names a user: jobid_var is not procname_uid.") : charts::whyEmpty(answer));
    m_table->table()->setRows(std::move(rows), false);
    if (m_chosen.empty())
        showChosen();
}

charts::Frame *Top::detail(const char *name, const QString &title, std::vector<charts::Term> terms)
{
    auto *chart = new charts::TimeChart(m_board->axis(), charts::TimeChart::Shape::Stacked, charts::measure(terms.front().measure)->unit);
    chart->setTerms(std::move(terms));
    return m_board->add(QStringLiteral("top.") + QLatin1String(name), title, chart);
}

void Top::showChosen()
{
    const std::vector<std::string> chosen = m_table->chosen();
    const std::string key = chosen.size() == 1 ? chosen.front() : std::string();
    if (key == m_chosen && (!key.empty() || !m_board->frames().empty()))
        return;
    m_chosen = key;
    m_board->clear();
    const bool jobs = kind() == Kind::Jobs || kind() == Kind::Users;
    const auto term = [&](const char *measure) {
        charts::Term made{measure, jobs ? m_scope : key, jobs && !key.empty() ? "target" : "job"};
        if (jobs && !key.empty())
            made.where.emplace_back("job", kind() == Kind::Users ? "*." + key : key);
        return std::vector<charts::Term>{made};
    };
    const QString who = key.empty() ? tr("All jobs") : kind() == Kind::Users ? tr("user %1").arg(models::q(key)) : models::q(jobs ? key : models::placeName(key));
    const QString by = jobs && !key.empty() ? tr("by target") : tr("by job");
    detail("read", tr("%1: read, %2").arg(who, by), term("job_read"));
    detail("write", tr("%1: written, %2").arg(who, by), term("job_write"));
    detail("metadata", tr("%1: metadata operations, %2").arg(who, by), term("job_md"));
}

} // namespace pages
