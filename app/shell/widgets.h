// SPDX-License-Identifier: GPL-3.0-or-later
// Small pieces that pages are put together from.
#pragma once
#include "app/models/choices.h"
#include "app/models/tone.h"
#include "core/base/result.h"

#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QWidget>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QPlainTextEdit;
class QVBoxLayout;

namespace shell {

QPushButton *button(const QString &objectName, const QString &text, const QString &iconName = {}, const QString &kind = {});
QLabel *label(const QString &text, const QFont &font);
QLabel *dimLabel(const QString &text = {}); ///< wraps
QFrame *hairline(Qt::Orientation orientation = Qt::Horizontal);
/// Which part of `page` has the focus first when enter() is called for it. A focus proxy would do that too, but Tab would pass over
/// whatever stands in the page before the proxy.
void beginAt(QWidget *page, QWidget *part);
void enter(QWidget *page);
/// A read-only box of mono text; `lines` high, or stretching for 0. Lines that begin with "#" are dimmed.
QPlainTextEdit *monoBox(const QString &objectName, int lines = 0);
void setMonoText(QPlainTextEdit &box, const QString &text); ///< keeps the scroll position when nothing changed, else shows the end if it was there

/// Shape and word of a state, as they stand in a page's head.
class BadgeLabel : public QWidget {
    Q_OBJECT
public:
    explicit BadgeLabel(QWidget *parent = nullptr);
    void setBadge(const models::Badge &badge);
    QString word() const { return m_badge.word; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    models::Badge m_badge;
};

/// A title that shortens itself in the middle instead of widening the window.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(const QFont &font, QWidget *parent = nullptr);
    void setText(const QString &text);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_text;
};

/// Buttons of what can be done; the last ones in a menu. Keeps its buttons (and the focus) while the choices stay equal.
class ActionBar : public QWidget {
    Q_OBJECT
public:
    explicit ActionBar(QWidget *parent = nullptr);
    void setChoices(std::vector<models::Choice> choices, int asButtons = 3);
    const std::vector<models::Choice> &choices() const { return m_choices; }

signals:
    void chosen(const std::vector<plan::Goal> &goals);

private:
    void rebuild(int asButtons);
    std::vector<models::Choice> m_choices;
    QHBoxLayout *m_row;
};

struct Fact {
    QString label, value;
    models::Tone tone = models::Tone::None;
    double fraction = -1; ///< draws a bar under the value
    std::string place{};  ///< makes the value a link
    QString tip{};
};

/// Labels and values in columns.
class Facts : public QWidget {
    Q_OBJECT
public:
    explicit Facts(int columns = 2, QWidget *parent = nullptr);
    void setFacts(const std::vector<Fact> &facts);

signals:
    void opened(const std::string &place);

private:
    struct Line;
    QGridLayout *m_grid;
    int m_columns;
    std::vector<Line *> m_lines;
};

/// A sentence that wants attention above a page, with what came back verbatim (folded), what to do, and perhaps a button.
class Notice : public QWidget {
    Q_OBJECT
public:
    explicit Notice(const QString &objectName, QWidget *parent = nullptr);
    void show(models::Tone tone, const QString &text, const QString &more = {}, const QString &action = {});
    void show(const base::Error &error);
    void clear();
    QString text() const;
    void setClosable(bool closable);

signals:
    void triggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    models::Tone m_tone = models::Tone::None;
    QLabel *m_text;
    QLabel *m_remedy;
    QPlainTextEdit *m_detail;
    QPushButton *m_fold, *m_action, *m_close;
};

/// What a page shows when there is nothing: what will be here, why it is not, and the one button that changes it.
class Empty : public QWidget {
    Q_OBJECT
public:
    Empty(const QString &iconName, const QString &title, const QString &text, const QString &action = {}, QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &text);
    QPushButton *action() const { return m_action; }

private:
    QLabel *m_title, *m_text;
    QPushButton *m_action = nullptr;
};

} // namespace shell
