// SPDX-License-Identifier: GPL-3.0-or-later
// Which time the charts of a page show: lengths from a minute to all, "now", the day before beside it.
#pragma once
#include "app/charts/timeaxis.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace charts {

class RangeBar : public QWidget {
    Q_OBJECT
public:
    explicit RangeBar(TimeAxis &axis, QWidget *parent = nullptr);
    void setSource(Source *source);
    QHBoxLayout *row() const { return m_row; } ///< for what else a page chooses by

private:
    void refresh();
    TimeAxis &m_axis;
    QPointer<Source> m_source;
    QHBoxLayout *m_row;
    QPushButton *m_span, *m_now, *m_compare, *m_out, *m_in;
    QLabel *m_text;
};

} // namespace charts
