// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing that matters is cut off: a state that comes later and is longer has room in its column, a risk is read whole in a low window.
#include "app/pages/movesview.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

class TestRoom : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static shell::TableView *tableOf(const QString &name)
    {
        return new shell::TableView(name, new models::Table({{QStringLiteral("server"), QStringLiteral("Server"), 80}, {QStringLiteral("state"), QStringLiteral("State"), 60}, {QStringLiteral("note"), QStringLiteral("Note"), 80}}));
    }
    static int wanted(const QAbstractItemView &view, int column) { return view.sizeHintForColumn(column); }
    static void give(shell::TableView &view, const QString &state, const QString &note = QStringLiteral("BMC"))
    {
        view.table()->setRows({{"server:oss1", {models::cell(std::string("oss1")), models::cell(state), models::cell(note)}}});
        QTest::qWait(5); // the columns follow once the view is at rest
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }

    void aLongerStateHasRoom()
    {
        const std::unique_ptr<shell::TableView> view(tableOf(QStringLiteral("roomy")));
        view->resize(700, 200);
        view->show();
        give(*view, QStringLiteral("Up"));
        const int before = view->header()->sectionSize(1);
        give(*view, QStringLiteral("Does not answer any more"));
        const int wide = view->header()->sectionSize(1);
        QVERIFY2(wide > before && wide >= wanted(*view, 1), qPrintable(QStringLiteral("%1, then %2").arg(before).arg(wide)));
        QCOMPARE(view->header()->length(), view->viewport()->width()); // the last one gave what it had too much
        give(*view, QStringLiteral("Up"));
        QCOMPARE(view->header()->sectionSize(1), wide); // nothing jumps back and forth
    }

    /// It is elided before the table scrolls sideways; what is short stays whole. Where too little of it would be left, it scrolls.
    void aLongTextGivesWay()
    {
        const QString prose = QStringLiteral("After the loss of one more member there is no quorum: 0 of 2 votes are left");
        for (const auto &[width, fits] : {std::pair(330, true), {200, false}}) {
            const std::unique_ptr<shell::TableView> view(tableOf(QStringLiteral("prose") + QString::number(width)));
            view->resize(width, 200);
            view->show();
            give(*view, QStringLiteral("Up"), prose);
            QTRY_COMPARE(view->header()->length() <= view->viewport()->width(), fits);
            for (const int column : {0, 1})
                QVERIFY(view->header()->sectionSize(column) >= wanted(*view, column));
        }
    }

    /// The first column did not grow at the cost of what is said in the last one.
    void noColumnTakesWhatAnotherNeeds()
    {
        const std::unique_ptr<shell::TableView> view(tableOf(QStringLiteral("full")));
        view->resize(330, 200);
        view->show();
        give(*view, QStringLiteral("Up"), QStringLiteral("a note that needs its room"));
        const int last = view->header()->sectionSize(2);
        give(*view, QStringLiteral("Does not answer any more"), QStringLiteral("a note that needs its room"));
        QVERIFY(view->header()->sectionSize(2) >= qMin(last, wanted(*view, 2)));
        QVERIFY(view->header()->length() <= view->viewport()->width());
    }

    void aRiskIsReadWholeInALowWindow()
    {
        plan::Move move;
        move.action = "Put into standby";
        move.server = "oss1";
        move.why = "oss1 is drained";
        move.risk = machine::Risk::StopsService;
        move.riskText = "what Pacemaker runs on oss1 moves to other members; its clients wait, and go on after recovery";
        plan::Plan plan;
        plan.moves.push_back(move);
        pages::MoveDetail detail(QStringLiteral("detail"));
        detail.setPlan(plan);
        detail.show(0, nullptr);
        for (const int height : {600, 330}) {
            detail.resize(420, height);
            static_cast<QWidget &>(detail).show();
            QVERIFY(QTest::qWaitForWindowExposed(&detail));
            bool found = false;
            for (const QLabel *label : detail.findChildren<QLabel *>()) {
                found = found || label->text().contains(QLatin1String("go on after recovery"));
                QVERIFY2(!label->isVisible() || !label->wordWrap() || label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
            }
            QVERIFY(found);
            const auto *scroll = detail.findChild<QScrollArea *>();
            QCOMPARE(scroll->verticalScrollBar()->maximum() > 0, height == 330);
        }
    }
};

QTEST_MAIN(TestRoom)
#include "tst_room.moc"
