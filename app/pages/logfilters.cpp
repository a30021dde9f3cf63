// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/logfilters.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

namespace {

constexpr std::int64_t hourInMs = 3'600'000;

QPushButton *smallToggle(const QString &name, const QString &text, const QString &tip)
{
    QPushButton *made = shell::button(name, text);
    made->setCheckable(true);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setFixedWidth(44);
    return made;
}

QComboBox *namedBox(const QString &name, const QString &meaning)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(meaning);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

} // namespace

LogFilters::LogFilters()
    : m_text(new QLineEdit)
    , m_unit(new QLineEdit)
    , m_regular(smallToggle(QStringLiteral("logs.regular"), QStringLiteral(".*"), tr("Regular expression")))
    , m_case(smallToggle(QStringLiteral("logs.case"), QStringLiteral("Aa"), tr("Upper and lower case count")))
    , m_servers(namedBox(QStringLiteral("logs.server"), tr("Server")))
    , m_severity(namedBox(QStringLiteral("logs.severity"), tr("Least severity")))
    , m_range(namedBox(QStringLiteral("logs.range"), tr("Time")))
    , m_lustre(new QCheckBox(tr("Lustre only")))
    , m_wrong(new QLabel)
{
    makeFields();
    fillChoices();
    auto *said = new QHBoxLayout;
    said->addWidget(m_text, 1);
    for (QWidget *field : std::initializer_list<QWidget *>{m_regular, m_case, m_lustre})
        said->addWidget(field);
    auto *where = new QHBoxLayout;
    for (QWidget *field : std::initializer_list<QWidget *>{m_servers, m_unit, m_severity, m_range})
        where->addWidget(field);
    where->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(said);
    column->addLayout(where);
    column->addWidget(m_wrong);
    for (QLineEdit *field : {m_text, m_unit})
        connect(field, &QLineEdit::textChanged, this, &LogFilters::changed);
    for (QPushButton *button : {m_regular, m_case})
        connect(button, &QPushButton::toggled, this, &LogFilters::changed);
    for (QComboBox *box : {m_servers, m_severity, m_range})
        connect(box, &QComboBox::currentIndexChanged, this, &LogFilters::changed);
    connect(m_lustre, &QCheckBox::toggled, this, &LogFilters::changed);
}

void LogFilters::makeFields()
{
    m_text->setObjectName(QStringLiteral("logs.text"));
    m_text->setPlaceholderText(tr("Search the lines   Ctrl+F"));
    m_text->setAccessibleName(tr("Search the lines"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(shell::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_text->setMinimumWidth(200);
    m_unit->setObjectName(QStringLiteral("logs.unit"));
    m_unit->setPlaceholderText(tr("Unit or program"));
    m_unit->setAccessibleName(tr("Unit or program"));
    m_unit->setFixedWidth(160);
    m_servers->setMinimumWidth(140);
    m_lustre->setObjectName(QStringLiteral("logs.lustre"));
    m_wrong->setObjectName(QStringLiteral("logs.wrong"));
    m_wrong->setWordWrap(true);
    m_wrong->hide();
}

void LogFilters::fillChoices()
{
    m_servers->addItem(tr("All servers"));
    m_severity->addItem(tr("All severities"), static_cast<int>(logbook::Severity::Debug));
    m_severity->addItem(tr("Without debug"), static_cast<int>(logbook::Severity::Info));
    m_severity->addItem(tr("Warnings and worse"), static_cast<int>(logbook::Severity::Warning));
    m_severity->addItem(tr("Errors and worse"), static_cast<int>(logbook::Severity::Error));
    m_severity->addItem(tr("Critical only"), static_cast<int>(logbook::Severity::Critical));
    for (const auto &[text, hours] : {std::pair(tr("All times"), 0), {tr("Last hour"), 1}, {tr("Last 6 hours"), 6}, {tr("Last day"), 24}, {tr("Last 3 days"), 72}, {tr("Last week"), 168}})
        m_range->addItem(text, hours);
}

logbook::Filter LogFilters::filter() const
{
    logbook::Filter filter;
    filter.text = m_text->text().toStdString();
    filter.regular = m_regular->isChecked();
    filter.caseCounts = m_case->isChecked();
    filter.unit = m_unit->text().trimmed().toStdString();
    if (const std::string server = m_servers->currentData().toString().toStdString(); !server.empty())
        filter.servers = {server};
    filter.least = static_cast<logbook::Severity>(m_severity->currentData().toInt());
    filter.lustreOnly = m_lustre->isChecked();
    if (const int hours = m_range->currentData().toInt(); hours > 0)
        filter.from = QDateTime::currentMSecsSinceEpoch() - hours * hourInMs;
    return filter;
}

bool LogFilters::narrows(const logbook::Filter &filter)
{
    return !filter.text.empty() || !filter.unit.empty() || !filter.servers.empty() || filter.lustreOnly || filter.least != logbook::Severity::Debug || filter.from > 0;
}

void LogFilters::setServers(const QStringList &names)
{
    QStringList shown;
    for (int i = 1; i < m_servers->count(); ++i)
        shown << m_servers->itemText(i);
    if (names == shown)
        return;
    const QString chosen = m_servers->currentData().toString();
    const QSignalBlocker quiet(m_servers);
    while (m_servers->count() > 1)
        m_servers->removeItem(m_servers->count() - 1);
    for (const QString &name : names)
        m_servers->addItem(name, name);
    m_servers->setCurrentIndex(chosen.isEmpty() ? 0 : std::max(0, m_servers->findData(chosen)));
}

void LogFilters::chooseServer(const QString &name)
{
    const QSignalBlocker quiet(this);
    m_servers->setCurrentIndex(name.isEmpty() ? 0 : std::max(0, m_servers->findData(name)));
    m_text->clear();
    m_range->setCurrentIndex(0);
}

void LogFilters::setWrong(const QString &text)
{
    QPalette ink = m_wrong->palette();
    ink.setColor(QPalette::WindowText, shell::theme::colors().error);
    m_wrong->setPalette(ink);
    m_wrong->setText(text);
    m_wrong->setVisible(!text.isEmpty());
}

} // namespace pages
