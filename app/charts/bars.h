// SPDX-License-Identifier: GPL-3.0-or-later
// Bars without a time of their own: sizes of transfers (Histogram), and how full each OST is (Balance).
#pragma once
#include "app/charts/chart.h"

namespace charts {

/// What of the page's range was of which size: a group of bars a size, one bar a term (reads, writes). Terms are asked "by" a label
/// whose values are numbers ("size"); sizes that nobody used are not shown at the ends.
class Histogram : public Chart {
    Q_OBJECT
public:
    Histogram(TimeAxis &axis, Unit labels, Unit values, QWidget *parent = nullptr); ///< units of what is below and of the bars

    Sheet sheet(bool exact) const override;
    QString summary() const override;
    std::vector<LegendItem> legend() const override;
    QStringList groups() const;      ///< as they stand below the bars, from left to right
    QSize sizeHint() const override { return {420, 170}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    int points() const override { return 1; }
    void answerTaken() override;
    void paintPicture(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Group {
        double size = 0;
        std::vector<double> values;  ///< one for each term
    };
    QRect plot() const;
    QColor colourOf(std::size_t term) const;
    double sumOf(std::size_t term) const;
    Unit m_labels, m_values;
    std::vector<Group> m_groups;
};

/// How full each of many is, with the mean of all. Knows nothing of time: the page says it.
class Balance : public Chart {
    Q_OBJECT
public:
    struct Bar {
        std::string place;
        QString name;
        double used = 0, total = 0;  ///< bytes
    };
    explicit Balance(TimeAxis &axis, QWidget *parent = nullptr);
    void setBars(std::vector<Bar> bars, const QString &why = {}); ///< `why` there are none
    void setLeast(double share);     ///< fuller ones only
    const std::vector<Bar> &bars() const { return m_shown; }

    Sheet sheet(bool exact) const override;
    QString summary() const override;
    QSize sizeHint() const override { return {420, 170}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    int points() const override { return 1; }
    void paintPicture(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void choose();
    QRect plot() const;
    int barAt(const QPoint &at) const;
    std::vector<Bar> m_all, m_shown;
    double m_least = 0;
    QString m_why;
};

} // namespace charts
