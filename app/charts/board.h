// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of a page in as many columns as there is room for, with one time for all of them. Those that are scrolled away ask for
// nothing.
#pragma once
#include "app/charts/frame.h"
#include "app/charts/rangebar.h"

class QGridLayout;
class QScrollArea;
class QVBoxLayout;

namespace charts {

class Board : public QWidget {
    Q_OBJECT
public:
    explicit Board(QWidget *parent = nullptr, TimeAxis::Clock clock = {});

    TimeAxis &axis() const { return *m_axis; }
    RangeBar &bar() const { return *m_bar; }
    void setSource(Source *source);   ///< of all charts; null: they say why there is nothing
    Source *source() const { return m_source; }
    /// `wide`: over all columns. `height` of the whole frame.
    Frame *add(const QString &name, const QString &title, Chart *chart, bool wide = false, int height = 230);
    void addAbove(QWidget *widget);   ///< above the charts, below the range
    const std::vector<Frame *> &frames() const { return m_frames; }
    void clear();                     ///< of all charts

signals:
    void chosen(const std::string &place, const charts::Range &when);
    void failed(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void arrange(bool again);
    void readMarks();
    struct Place {
        Frame *frame;
        bool wide;
    };
    TimeAxis *m_axis;
    RangeBar *m_bar;
    QPointer<Source> m_source;
    QWidget *m_inside;
    QVBoxLayout *m_column;
    QGridLayout *m_grid;
    QScrollArea *m_scroll;
    std::vector<Place> m_places;
    std::vector<Frame *> m_frames;
    int m_columns = 0;
};

} // namespace charts
