// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/board.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace charts {

Board::Board(QWidget *parent, TimeAxis::Clock clock)
    : QWidget(parent)
    , m_axis(new TimeAxis(this, std::move(clock)))
    , m_bar(new RangeBar(*m_axis))
    , m_inside(new QWidget)
    , m_column(new QVBoxLayout(m_inside))
    , m_grid(new QGridLayout)
    , m_scroll(new QScrollArea)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(8);
    all->addWidget(m_bar);
    all->addWidget(m_scroll, 1);
    m_bar->setContentsMargins(0, 0, 24, 0);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_inside);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_column->setContentsMargins(0, 0, 16, 16);
    m_column->setSpacing(16);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(16);
    m_column->addLayout(m_grid);
    m_column->addStretch(1);
    connect(m_axis, &TimeAxis::rangeChanged, this, &Board::readMarks);
}

void Board::setSource(Source *source)
{
    if (m_source != source) {
        if (m_source)
            disconnect(m_source, nullptr, this, nullptr);
        m_source = source;
        if (source != nullptr) {
            connect(source, &Source::marksChanged, this, &Board::readMarks);
            connect(source, &Source::endChanged, this, [this] { m_axis->setEnd(m_source->end()); });
        }
    }
    if (source != nullptr)
        m_axis->setEnd(source->end());
    m_bar->setSource(source);
    for (const Place &place : m_places)
        place.frame->chart().setSource(source);
    m_axis->setRunning(isVisible() && source != nullptr, source != nullptr ? source->interval() : 5000);
    readMarks();
}

Frame *Board::add(const QString &name, const QString &title, Chart *chart, bool wide, int height)
{
    auto *frame = new Frame(name, title, chart);
    chart->setSource(m_source);
    frame->setFixedHeight(height);
    m_places.push_back({frame, wide});
    m_frames.push_back(frame);
    connect(chart, &Chart::chosen, this, &Board::chosen);
    connect(frame, &Frame::failed, this, &Board::failed);
    arrange(true);
    return frame;
}

void Board::addAbove(QWidget *widget) { m_column->insertWidget(m_column->count() - 2, widget); }

void Board::clear()
{
    for (const Place &place : std::exchange(m_places, {})) {
        m_grid->removeWidget(place.frame);
        place.frame->hide();
        place.frame->deleteLater();
    }
    m_frames.clear();
    m_columns = 0;
}

void Board::arrange(bool again)
{
    const int room = width() - 40; // the inner widgets are not yet laid out when this one is
    const int columns = room >= 1320 ? 3 : room >= 660 ? 2 : 1;
    if (columns == m_columns && !again)
        return;
    for (int i = 0; i < std::max(columns, m_columns); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    m_columns = columns;
    int row = 0, column = 0;
    for (const Place &place : m_places) {
        if (place.frame->fullScreen())
            continue;
        if (place.wide && column > 0) {
            ++row;
            column = 0;
        }
        m_grid->addWidget(place.frame, row, column, 1, place.wide ? columns : 1);
        column += place.wide ? columns : 1;
        if (column >= columns) {
            ++row;
            column = 0;
        }
    }
}

void Board::readMarks()
{
    if (m_source)
        m_axis->setMarks(m_source->marks(m_axis->range()));
}

void Board::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(false);
}

void Board::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_axis->setRunning(m_source != nullptr, m_source ? m_source->interval() : 5000);
}

void Board::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_axis->setRunning(false);
}

} // namespace charts
