// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace shell {

Notice::Notice(const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel)
    , m_remedy(dimLabel())
    , m_detail(monoBox(objectName + QStringLiteral(".detail"), 6))
    , m_fold(button(objectName + QStringLiteral(".fold"), tr("What came back"), QStringLiteral("chevron-down"), QStringLiteral("quiet")))
    , m_action(button(objectName + QStringLiteral(".action"), {}))
    , m_close(button(objectName + QStringLiteral(".close"), {}, QStringLiteral("x"), QStringLiteral("quiet")))
{
    setObjectName(objectName);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setFixedWidth(30);
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss"));
    auto *row = new QHBoxLayout;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_text);
    texts->addWidget(m_remedy);
    row->addLayout(texts, 1);
    row->addWidget(m_fold, 0, Qt::AlignTop);
    row->addWidget(m_action, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(40, 8, 8, 8);
    column->addLayout(row);
    column->addWidget(m_detail);
    m_fold->setCheckable(true);
    connect(m_fold, &QPushButton::toggled, m_detail, &QWidget::setVisible);
    connect(m_action, &QPushButton::clicked, this, &Notice::triggered);
    connect(m_close, &QPushButton::clicked, this, &Notice::clear);
    setClosable(true);
    clear();
}

void Notice::setClosable(bool closable) { m_close->setVisible(closable); }
QString Notice::text() const { return isHidden() ? QString() : m_text->text(); }
void Notice::clear() { hide(); }

void Notice::show(models::Tone tone, const QString &text, const QString &more, const QString &action)
{
    m_tone = tone;
    m_text->setText(text);
    m_remedy->setText(more);
    m_remedy->setVisible(!more.isEmpty());
    m_fold->setVisible(false);
    m_detail->hide();
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    setVisible(true);
    update();
}

void Notice::show(const base::Error &error)
{
    show(models::Tone::Error, models::problemWord(error.problem) + QStringLiteral(": ") + models::q(error.message), models::q(error.remedy));
    m_fold->setVisible(!error.detail.empty());
    m_fold->setChecked(false);
    setMonoText(*m_detail, models::q(error.detail));
}

void Notice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor tint = theme::color(m_tone);
    tint.setAlphaF(theme::colors().dark ? 0.13f : 0.09f);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, 0, 3, height()), theme::color(m_tone));
    theme::paintTone(painter, QRectF(16, 15, 14, 14), m_tone);
}

Empty::Empty(const QString &iconName, const QString &title, const QString &text, const QString &action, QWidget *parent)
    : QWidget(parent)
    , m_title(label(title, theme::section()))
    , m_text(dimLabel(text))
{
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    auto *picture = new QLabel;
    picture->setPixmap(iconPixmap(iconName, 40, theme::colors().faint, devicePixelRatioF()));
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addSpacing(8);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(460);
    setTexts(title, text);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    if (!action.isEmpty()) {
        column->addSpacing(8);
        m_action = button(QStringLiteral("empty.action"), action, {}, QStringLiteral("primary"));
        column->addWidget(m_action, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
}

void Empty::setTexts(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
    m_text->setMinimumHeight(qMax(0, m_text->heightForWidth(460))); // a layout does not ask an aligned label for it
}

} // namespace shell
