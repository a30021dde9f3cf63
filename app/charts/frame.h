// SPDX-License-Identifier: GPL-3.0-or-later
// A chart with its title, legend and menu: copy as picture, export, table, logarithmic, full screen.
#pragma once
#include "app/charts/chart.h"

#include <optional>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace shell {
class ElidedLabel;
class TableView;
}

namespace charts {

/// What the colours mean. Click or space: on and off; double click or Return: only this one.
class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(Chart &chart, QWidget *parent = nullptr);
    void refresh();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    const std::vector<LegendItem> &items() const { return m_items; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    std::vector<QRect> boxes(int width) const;
    int at(const QPoint &point) const;
    Chart &m_chart;
    std::vector<LegendItem> m_items;
    int m_current = 0;
};

class Frame : public QWidget {
    Q_OBJECT
public:
    /// Takes the chart over. `name` is the object name, and the beginning of those of its parts.
    Frame(const QString &name, const QString &title, Chart *chart, QWidget *parent = nullptr);

    Chart &chart() const { return *m_chart; }
    QString title() const { return m_title; }
    void setTitle(const QString &title);
    void addTool(QWidget *tool);       ///< beside the menu
    bool tableShown() const;
    void showTable(bool shown);
    void copyPicture();
    QString csv() const;
    void exportCsv();                  ///< asks for a file
    bool fullScreen() const { return m_window != nullptr; }
    void setFullScreen(bool full);
    QMenu *menu() const { return m_menu; }

signals:
    void failed(const QString &text);  ///< the file could not be written

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fillTable();
    QString m_title;
    Chart *m_chart;
    Legend *m_legend;
    shell::ElidedLabel *m_label;
    shell::TableView *m_table = nullptr;
    QPushButton *m_button;
    QMenu *m_menu;
    QAction *m_tableAction, *m_fullAction, *m_logsAction;
    std::optional<Ms> m_asked; ///< where the menu was asked for; nothing: at the button
    QHBoxLayout *m_head;
    QStackedLayout *m_stack;
    QWidget *m_window = nullptr, *m_placeholder = nullptr;
    int m_least = 0, m_most = QWIDGETSIZE_MAX; ///< heights, while it fills a window
};

} // namespace charts
