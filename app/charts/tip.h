// SPDX-License-Identifier: GPL-3.0-or-later
// The box beside the crosshair: the time, what each line is there, and what happened. One for a window, inside it.
#pragma once
#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace charts {

struct TipText {
    struct Row {
        QColor colour;
        QString name, value;
    };
    QString title;
    std::vector<Row> rows{};
    QStringList notes{}; ///< of gaps and marks
};

class Tip : public QWidget {
    Q_OBJECT
public:
    /// Shows it beside `at` of `chart`, replacing another one of the same window.
    static void show(QWidget *chart, const QPoint &at, TipText text);
    static void hide(QWidget *chart);
    const TipText &text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    explicit Tip(QWidget *window);
    static Tip *of(QWidget *chart);
    void fit();
    TipText m_text;
    int m_names = 0;
};

} // namespace charts
