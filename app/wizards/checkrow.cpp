// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/checkrow.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/rowwords.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace wizards {

using models::q;

namespace {

QLabel *checkText(QLabel *label)
{
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setMinimumWidth(40);
    return label;
}

QWidget *checkLine(std::initializer_list<QWidget *> parts)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    for (QWidget *part : parts)
        row->addWidget(part, row->isEmpty() ? 1 : 0, Qt::AlignTop);
    return line;
}

} // namespace

CheckRow::CheckRow(QWidget *parent)
    : QWidget(parent)
    , m_title(shell::label({}, shell::theme::strong()))
    , m_found(checkText(new QLabel))
    , m_why(checkText(shell::dimLabel()))
    , m_remedy(checkText(new QLabel))
    , m_overridden(checkText(new QLabel))
    , m_copy(shell::button({}, tr("Copy"), QStringLiteral("copy"), QStringLiteral("quiet")))
    , m_override(shell::button({}, tr("Override …"), {}, QStringLiteral("quiet")))
    , m_take(shell::button({}, tr("Override")))
    , m_reason(new QLineEdit)
{
    m_reason->setPlaceholderText(tr("Why is this host to be added all the same?"));
    m_reason->setAccessibleName(tr("Reason for overriding the check"));
    m_remedy->setFont(font());
    m_copy->setToolTip(tr("Copy the remedy"));
    m_take->setEnabled(false);
    m_remedyLine = checkLine({m_remedy, m_copy});
    m_reasonLine = checkLine({m_reason, m_take});
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title, 0, Qt::AlignTop);
    head->addWidget(m_found, 1, Qt::AlignTop);
    head->addWidget(m_override, 0, Qt::AlignTop);
    m_title->setMinimumWidth(140);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(26, 6, 0, 6);
    column->setSpacing(2);
    column->addLayout(head);
    for (QWidget *part : {static_cast<QWidget *>(m_why), m_remedyLine, static_cast<QWidget *>(m_overridden), m_reasonLine})
        column->addWidget(part);
    m_reasonLine->hide();
    for (QPushButton *small : {m_copy, m_override})
        small->setFixedHeight(fontMetrics().height() + 6);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(q(m_check.remedy)); });
    connect(m_override, &QPushButton::clicked, this, [this] { openReason(m_reasonLine->isHidden()); });
    connect(m_reason, &QLineEdit::textChanged, m_take, [this](const QString &text) { m_take->setEnabled(!text.trimmed().isEmpty()); });
    const auto take = [this] {
        if (m_take->isEnabled())
            emit overrideWanted(m_check.id, m_reason->text().trimmed().toStdString());
    };
    connect(m_take, &QPushButton::clicked, this, take);
    connect(m_reason, &QLineEdit::returnPressed, this, take);
}

bool CheckRow::isTyping() const { return !m_reasonLine->isHidden() && !m_reason->text().trimmed().isEmpty(); }

void CheckRow::forget()
{
    m_reason->clear();
    openReason(false);
}

void CheckRow::openReason(bool open)
{
    m_reasonLine->setVisible(open);
    if (open)
        m_reason->setFocus();
}

void CheckRow::set(const fleet::Check &check)
{
    if (check.id != m_check.id || !check.overridden.empty() || !check.stops())
        forget();
    m_check = check;
    const QString name = QStringLiteral("check.") + q(check.id);
    setObjectName(name);
    m_override->setObjectName(name + QStringLiteral(".override"));
    m_take->setObjectName(name + QStringLiteral(".take"));
    m_reason->setObjectName(name + QStringLiteral(".reason"));
    m_copy->setObjectName(name + QStringLiteral(".copy"));
    m_found->setObjectName(name + QStringLiteral(".found"));
    m_remedy->setObjectName(name + QStringLiteral(".remedy"));
    showWords();
    update();
}

void CheckRow::showWords()
{
    const fleet::Check &c = m_check;
    const bool well = c.grade == fleet::Grade::Good || c.grade == fleet::Grade::Pending;
    m_title->setText(q(c.title));
    m_found->setText(c.found.empty() ? gradeBadge(c).word : q(c.found));
    m_found->setForegroundRole(c.grade == fleet::Grade::Pending ? QPalette::PlaceholderText : QPalette::WindowText);
    m_why->setText(q(c.why));
    m_why->setVisible(!well && !c.why.empty());
    m_remedy->setText(q(c.remedy));
    m_remedyLine->setVisible(!well && !c.remedy.empty());
    m_override->setVisible(c.grade == fleet::Grade::Bad && c.overridden.empty());
    m_overridden->setText(tr("Overridden: %1").arg(q(c.overridden)));
    m_overridden->setVisible(!c.overridden.empty());
    setAccessibleName(q(c.title) + QStringLiteral(": ") + gradeBadge(c).word);
}

void CheckRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int line = fontMetrics().height();
    shell::theme::paintTone(painter, QRectF(2, 6 + (line - 14) / 2.0, 14, 14), gradeBadge(m_check).tone);
    painter.fillRect(QRect(26, height() - 1, width() - 26, 1), shell::theme::colors().hairline);
}

} // namespace wizards
