// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/widgets.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyle>
#include <QSyntaxHighlighter>

namespace shell {

QPushButton *button(const QString &objectName, const QString &text, const QString &iconName, const QString &kind)
{
    auto *made = new QPushButton(text);
    made->setObjectName(objectName);
    if (!iconName.isEmpty())
        made->setIcon(icon(iconName));
    if (!kind.isEmpty())
        made->setProperty("kind", kind);
    made->setAutoDefault(false);
    return made;
}

QLabel *label(const QString &text, const QFont &font)
{
    auto *made = new QLabel(text);
    made->setFont(font);
    return made;
}

namespace {

constexpr const char *firstPart = "firstPart";

class DimLabel final : public QLabel {
public:
    using QLabel::QLabel;
    DimLabel(const QString &text, QWidget *parent) : QLabel(text, parent) { colour(); }

protected:
    void changeEvent(QEvent *event) override
    {
        QLabel::changeEvent(event);
        if (event->type() == QEvent::PaletteChange && !m_colouring)
            colour();
    }

private:
    void colour()
    {
        m_colouring = true;
        QPalette p = palette();
        p.setColor(QPalette::WindowText, theme::colors().dim);
        setPalette(p);
        m_colouring = false;
    }
    bool m_colouring = false;
};

class Comments final : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override
    {
        if (text.startsWith(QLatin1Char('#')))
            setFormat(0, static_cast<int>(text.size()), theme::colors().dim);
        else if (text.startsWith(QLatin1String("! ")))
            setFormat(0, static_cast<int>(text.size()), theme::colors().error);
    }
};

class MonoBox final : public QPlainTextEdit {
public:
    MonoBox() : m_comments(new Comments(document())) { }

protected:
    QSize sizeHint() const override { return {QPlainTextEdit::sizeHint().width(), fontMetrics().lineSpacing() * 4 + 20}; } // more where there is room

    void changeEvent(QEvent *event) override
    {
        QPlainTextEdit::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            m_comments->rehighlight();
    }

private:
    Comments *m_comments;
};

} // namespace

QLabel *dimLabel(const QString &text)
{
    auto *made = new DimLabel(text, nullptr);
    made->setWordWrap(true);
    return made;
}

void beginAt(QWidget *page, QWidget *part) { page->setProperty(firstPart, QVariant::fromValue<QWidget *>(part)); }

void enter(QWidget *page)
{
    auto *part = page->property(firstPart).value<QWidget *>();
    (part != nullptr ? part : page)->setFocus();
}

QFrame *hairline(Qt::Orientation orientation)
{
    auto *line = new QFrame;
    line->setFrameShape(QFrame::NoFrame);
    line->setBackgroundRole(QPalette::Midlight);
    line->setAutoFillBackground(true);
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    return line;
}

QPlainTextEdit *monoBox(const QString &objectName, int lines)
{
    auto *box = new MonoBox;
    box->setObjectName(objectName);
    box->setReadOnly(true);
    box->setFont(theme::mono());
    box->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    box->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    box->setTabChangesFocus(true);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->document()->setDocumentMargin(8);
    if (lines > 0)
        box->setFixedHeight(box->fontMetrics().lineSpacing() * lines + 20);
    return box;
}

void setMonoText(QPlainTextEdit &box, const QString &text)
{
    if (box.toPlainText() == text)
        return;
    QScrollBar *bar = box.verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum() && bar->maximum() > 0;
    const int value = bar->value();
    box.setPlainText(text);
    bar->setValue(atEnd ? bar->maximum() : value);
}

BadgeLabel::BadgeLabel(QWidget *parent)
    : QWidget(parent)
{
    setFont(theme::strong());
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BadgeLabel::setBadge(const models::Badge &badge)
{
    m_badge = badge;
    setToolTip(badge.tip);
    setAccessibleName(badge.word);
    updateGeometry();
    update();
}

QSize BadgeLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(m_badge.word) + 26, 24}; }

void BadgeLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    theme::paintTone(painter, QRectF(1, height() / 2.0 - 7, 14, 14), m_badge.tone);
    painter.setPen(m_badge.tone == models::Tone::Off ? theme::colors().text : theme::color(m_badge.tone));
    painter.drawText(rect().adjusted(22, 0, 4, 0), Qt::AlignVCenter | Qt::AlignLeft, m_badge.word);
}

ElidedLabel::ElidedLabel(const QFont &font, QWidget *parent)
    : QWidget(parent)
{
    setFont(font);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    m_text = text;
    setToolTip(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    updateGeometry();
}

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(m_text) + 4, fontMetrics().height() + 4}; }
QSize ElidedLabel::minimumSizeHint() const { return {qMin(150, sizeHint().width()), sizeHint().height()}; }

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(m_text, Qt::ElideMiddle, width()));
}

ActionBar::ActionBar(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
}

namespace {

bool alike(const std::vector<models::Choice> &a, const std::vector<models::Choice> &b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const models::Choice &x, const models::Choice &y) {
        return x.text == y.text && x.whyNot == y.whyNot && x.tip == y.tip && x.risk == y.risk;
    });
}

QString goalTip(const models::Choice &choice) { return choice.possible() ? choice.tip : choice.whyNot; }

} // namespace

void ActionBar::setChoices(std::vector<models::Choice> choices, int asButtons)
{
    const bool same = alike(m_choices, choices);
    m_choices = std::move(choices); // goals may differ all the same
    if (!same)
        rebuild(asButtons);
}

void ActionBar::rebuild(int asButtons)
{
    while (QLayoutItem *item = m_row->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    QMenu *menu = nullptr;
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const models::Choice &choice = m_choices[i];
        const auto choose = [this, i] {
            if (i < m_choices.size())
                emit chosen(m_choices[i].goals);
        };
        const bool fits = static_cast<int>(i) < asButtons || m_choices.size() == static_cast<std::size_t>(asButtons) + 1;
        if (fits) {
            auto *made = button(QStringLiteral("action.") + choice.text, choice.text, {}, choice.risk == machine::Risk::Safe ? QString() : QStringLiteral("danger"));
            made->setEnabled(choice.possible());
            made->setToolTip(goalTip(choice));
            connect(made, &QPushButton::clicked, this, choose);
            m_row->addWidget(made);
            continue;
        }
        if (menu == nullptr) {
            auto *more = button(QStringLiteral("action.more"), tr("More"), QStringLiteral("ellipsis"));
            menu = new QMenu(more);
            menu->setToolTipsVisible(true);
            more->setMenu(menu);
            m_row->addWidget(more);
        }
        QAction *action = menu->addAction(choice.text, this, choose);
        action->setEnabled(choice.possible());
        action->setToolTip(goalTip(choice));
    }
}

struct Facts::Line : public QWidget {
    Line() : name(dimLabel()), value(new QLabel)
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(1);
        column->addWidget(name);
        column->addWidget(value);
        column->addStretch();
        name->setWordWrap(false);
        value->setWordWrap(true);
        value->setMinimumWidth(60);
    }
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (fraction < 0)
            return;
        const theme::Colors &c = theme::colors();
        const QRectF groove(0, height() - 7, qMin(220, width()), 5);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.hairline);
        painter.drawRoundedRect(groove, 2.5, 2.5);
        painter.setBrush(fraction >= 0.95 ? c.error : fraction >= 0.85 ? c.warning : c.accent);
        painter.drawRoundedRect(QRectF(groove.x(), groove.y(), qMax(5.0, groove.width() * fraction), 5), 2.5, 2.5);
    }
    void set(const Fact &fact)
    {
        fraction = fact.fraction;
        layout()->setContentsMargins(0, 0, 0, fraction >= 0 ? 11 : 0);
        name->setText(fact.label);
        // What leads nowhere is no stop for the Tab key.
        if (const Qt::TextInteractionFlags use = fact.place.empty() ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard : Qt::TextInteractionFlags(Qt::TextBrowserInteraction); value->textInteractionFlags() != use)
            value->setTextInteractionFlags(use);
        QString text = fact.value.toHtmlEscaped();
        if (!fact.place.empty())
            text = QStringLiteral("<a style=\"text-decoration:none;color:%1\" href=\"%2\">%3</a>")
                       .arg(theme::colors().accent.name(), models::q(fact.place).toHtmlEscaped(), text);
        else if (fact.tone != models::Tone::None && fact.tone != models::Tone::Ok && fact.tone != models::Tone::Off)
            text = QStringLiteral("<span style=\"color:%1\">%2</span>").arg(theme::color(fact.tone).name(), text);
        if (value->text() != text)
            value->setText(text);
        value->setToolTip(fact.tip);
        update();
    }
    QLabel *name, *value;
    double fraction = -1;
};

Facts::Facts(int columns, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_columns(columns)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(12);
    for (int i = 0; i < columns; ++i)
        m_grid->setColumnStretch(i, 1);
}

void Facts::setFacts(const std::vector<Fact> &facts)
{
    while (m_lines.size() > facts.size()) {
        m_lines.back()->hide();
        m_lines.back()->deleteLater();
        m_lines.pop_back();
    }
    for (std::size_t i = m_lines.size(); i < facts.size(); ++i) {
        auto *line = new Line;
        connect(line->value, &QLabel::linkActivated, this, [this](const QString &link) { emit opened(link.toStdString()); });
        m_grid->addWidget(line, static_cast<int>(i) / m_columns, static_cast<int>(i) % m_columns, Qt::AlignTop);
        m_lines.push_back(line);
    }
    for (std::size_t i = 0; i < facts.size(); ++i)
        m_lines[i]->set(facts[i]);
}

} // namespace shell
