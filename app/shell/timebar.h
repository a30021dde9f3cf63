// SPDX-License-Identifier: GPL-3.0-or-later
// The foot of the window: which moment the pages show, with the slider that chooses it; and the notice above them while it is not now.
#pragma once
#include "app/shell/desk.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace shell {

class Lens;
class Notice;
class PastSide;
class TimeSlider;

class TimeBar : public QWidget {
    Q_OBJECT
public:
    explicit TimeBar(QWidget *parent = nullptr);
    void setLens(Lens *lens);  ///< of the cluster that is shown; null: none
    TimeSlider &slider() const { return *m_slider; }
    Notice *notice() const { return m_notice; } ///< belongs above the pages
    bool inPast() const;
    void toNow();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void showNotice();
    QPointer<Lens> m_lens;
    QPointer<PastSide> m_past;
    TimeSlider *m_slider;
    QPushButton *m_before, *m_after, *m_now;
    QLabel *m_moment;
    Notice *m_notice;
    QTimer m_clock; ///< "now" goes on
};

} // namespace shell
