// SPDX-License-Identifier: GPL-3.0-or-later
// What all charts have in common: they ask a Source for what the page's TimeAxis shows, but only while somebody sees them, one
// question at a time; they keep what they painted until there is something new; they can say their data as a table.
#pragma once
#include "app/charts/sheet.h"
#include "app/charts/timeaxis.h"

#include <QColor>
#include <QImage>
#include <QPointer>
#include <QWidget>

namespace charts {

struct LegendItem {
    std::string key;
    QString name;
    QColor colour;
    bool shown = true;
};

class Chart : public QWidget {
    Q_OBJECT
public:
    explicit Chart(TimeAxis &axis, QWidget *parent = nullptr);

    void setSource(Source *source);
    void setTerms(std::vector<Term> terms);
    const std::vector<Term> &terms() const { return m_terms; }
    TimeAxis &axis() const { return m_axis; }
    const Answer &answer() const { return m_answer; }
    /// As if the Source had said it: for charts without one.
    void setAnswer(Answer answer);
    bool waiting() const { return m_asking || m_stale; }

    /// `exact`: for a file, with times of ISO 8601 and plain numbers; else as people write them.
    virtual Sheet sheet(bool exact) const = 0;
    virtual QString summary() const { return {}; } ///< in a sentence, for those who do not see it
    virtual std::vector<LegendItem> legend() const { return {}; }
    virtual void toggle(const std::string &) { }   ///< one of the legend
    virtual void isolate(const std::string &) { }  ///< shows only this one; again: all
    virtual bool canBeLogarithmic() const { return false; }
    virtual void setLogarithmic(bool) { }

signals:
    void answered();
    void legendChanged();
    void chosen(const std::string &place, const charts::Range &when); ///< somebody wants to know more of this

protected:
    virtual int points() const = 0;             ///< how many buckets there is room for
    virtual bool compares() const { return false; } ///< asks for the day before as well when the axis compares
    virtual void answerTaken() { }
    const Answer &before() const { return m_before; }
    Source *source() const { return m_source; }
    Question question(const Range &range) const;

    /// Paints what stays until the next answer; kept as a picture. Subclasses paint the crosshair over it in paintOver().
    virtual void paintPicture(QPainter &painter) = 0;
    /// Where all is written pixel by pixel, of 32 bits each and opaque: by paintGround(), before paintPicture(). Empty: nowhere.
    virtual QRect ground() const { return {}; }
    virtual void paintGround(QImage &) { }
    virtual void paintOver(QPainter &) { }
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void repaintPicture();                      ///< what was painted is out of date
    void paintWhy(QPainter &painter, const QRect &rect, const QString &why) const;

private:
    void rangeMoved();
    void askSoon();
    void ask();
    void askBefore();
    void take(Answer answer);

    TimeAxis &m_axis;
    QPointer<Source> m_source;
    std::vector<Term> m_terms;
    Answer m_answer, m_before;
    QImage m_picture;
    bool m_outdated = true; ///< the picture shows what was
    bool m_stale = false, m_asking = false, m_paintedLive = false;
    int m_serial = 0; ///< answers to older questions are not taken
};

/// "no data" in the words of a chart whose lines are all unknown.
QString whyEmpty(const Answer &answer);

} // namespace charts
