// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does in the window, for tests that tell a story: presses what can be pressed, runs the plan that is shown, fills the
// wizard for a file system. Derive the test from it; what it does not find fails the test.
#pragma once
#include "app/models/trail.h"
#include "app/shell/desk.h"
#include "app/shell/mainwindow.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"
#include "app/wizards/create.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QtTest>
#include <memory>
#include <set>

namespace gui {

inline std::string reasonsOf(const jobs::Job &job)
{
    std::string text(jobs::word(job.state));
    if (job.error)
        text += ": " + job.error->message;
    for (std::size_t i = 0; i < job.moves.size(); ++i)
        for (const jobs::StepRun &step : job.moves[i].steps)
            if (step.error)
                text += "\n" + job.plan.moves[i].action + " " + job.plan.moves[i].objectName + ": " + step.error->message + " " + step.error->detail;
    return text;
}

class Person {
public:
    virtual ~Person() = default;

protected:
    static constexpr int patienceMs = 90'000;
    std::unique_ptr<shell::MainWindow> m_window;
    virtual void picture(const QString &) { }

    shell::Desk &desk() const { return *m_window->desk(); }
    shell::Cluster &cluster() const { return desk().cluster(); }
    shell::Page &page() const { return *m_window->page(); }
    template <class T> T *find(const QString &name) const { return page().findChild<T *>(name); }
    QPushButton *button(const QString &name) const { return find<QPushButton>(name); }

    void press(QPushButton *b)
    {
        QVERIFY2(b != nullptr, "there is such a button");
        QTRY_VERIFY(b->width() > 20); // laid out
        QVERIFY2(b->isVisible() && b->isEnabled(), qPrintable(b->objectName() + QStringLiteral(" cannot be pressed: ") + b->toolTip()));
        QTest::mouseClick(b, Qt::LeftButton);
    }

    /// An action of the page's object, from its buttons or the menu behind them.
    void act(const QString &text)
    {
        for (QPushButton *b : page().findChildren<QPushButton *>(QStringLiteral("action.") + text))
            if (b->isVisible())
                return press(b);
        for (QPushButton *more : page().findChildren<QPushButton *>(QStringLiteral("action.more")))
            for (QAction *action : more->isVisible() ? more->menu()->actions() : QList<QAction *>())
                if (action->text() == text) {
                    QVERIFY2(action->isEnabled(), qPrintable(action->toolTip()));
                    return action->trigger();
                }
        QFAIL(qPrintable(text + QStringLiteral(" is not offered")));
    }

    /// Runs the plan that is shown, giving the words it wants; its job's page is open then.
    void beginPlan()
    {
        QVERIFY2(page().objectName() == QStringLiteral("plan"), qPrintable(QStringLiteral("no plan is shown, but: ") + m_window->findChild<shell::Notice *>(QStringLiteral("notice"))->text()));
        for (QLineEdit *field : page().findChildren<QLineEdit *>())
            if (field->isVisible() && field->objectName().startsWith(QStringLiteral("plan.")))
                QTest::keyClicks(field, field->placeholderText());
        press(button(QStringLiteral("plan.run")));
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(page().objectName(), QStringLiteral("job"));
    }
    /// The same, and waits for its job to be done.
    void runPlan()
    {
        beginPlan();
        if (!QTest::currentTestFailed())
            waitForJob();
    }
    void waitForJob()
    {
        const auto id = models::placeName(desk().place());
        QTRY_VERIFY_WITH_TIMEOUT(jobs::isEnd(cluster().job(id)->state), patienceMs);
        QVERIFY2(cluster().job(id)->state == jobs::JobState::Done, reasonsOf(*cluster().job(id)).c_str());
        auto *state = find<shell::BadgeLabel>(QStringLiteral("job.state"));
        QTRY_COMPARE_WITH_TIMEOUT(state->word(), QStringLiteral("Done"), patienceMs);
    }
    void act(const char *place, const QString &action)
    {
        desk().open(place);
        QTRY_VERIFY_WITH_TIMEOUT(hasAction(action), patienceMs);
        act(action);
        if (!QTest::currentTestFailed())
            runPlan();
    }
    bool hasAction(const QString &text) const
    {
        for (QPushButton *b : page().findChildren<QPushButton *>(QStringLiteral("action.") + text))
            if (b->isVisible() && b->isEnabled())
                return true;
        for (QPushButton *more : page().findChildren<QPushButton *>(QStringLiteral("action.more")))
            for (QAction *action : more->isVisible() ? more->menu()->actions() : QList<QAction *>())
                if (action->text() == text && action->isEnabled())
                    return true;
        return false;
    }
    /// The words that a column of the page's table shows.
    std::set<QString> column(shell::TableView *table, int column) const
    {
        std::set<QString> all;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            all.insert(table->model()->index(row, column).data().toString());
        return all;
    }
    /// Of a table on the page, by the key of the row and the id of the column.
    QString cellOf(const char *table, const std::string &key, const char *column) const
    {
        auto *view = page().findChild<shell::TableView *>(QLatin1String(table));
        if (view == nullptr)
            return QStringLiteral("no such table");
        const auto &columns = view->table()->columns();
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].id == QLatin1String(column))
                return view->table()->data(view->table()->index(view->table()->rowOf(key), static_cast<int>(i)), Qt::DisplayRole).toString();
        return QStringLiteral("no such column");
    }
    /// All that a table on the page shows.
    QString allOf(const char *table) const
    {
        auto *view = page().findChild<shell::TableView *>(QLatin1String(table));
        QString all; // the selection stays: it says whose story is shown below
        for (int row = 0; row < view->model()->rowCount(); ++row)
            for (int column = 0; column < view->model()->columnCount(); ++column)
                all += view->model()->index(row, column).data().toString() + QLatin1Char('\t');
        return all;
    }
    shell::TableView *table() const { return page().findChild<shell::TableView *>(page().objectName() + QStringLiteral(".table")); }
    QString stateWord() const { return find<shell::BadgeLabel>(page().objectName() + QStringLiteral(".state"))->word(); }

    /// Chooses the first `count` free volumes of this size on these servers, found by typing the servers' prefix.
    void choose(wizards::Create *wizard, const QString &servers, const QString &size, int count, const QString &use)
    {
        auto *volumes = wizard->findChild<shell::TableView *>(QStringLiteral("create.volumes"));
        auto *field = wizard->findChild<QLineEdit *>(QStringLiteral("create.volumes.filter"));
        field->clear();
        QTest::keyClicks(field, servers);
        QItemSelection rows;
        for (int row = 0; row < volumes->model()->rowCount() && rows.size() < count; ++row) {
            const auto text = [&](int column) { return volumes->model()->index(row, column).data().toString().replace(QChar(0xa0), QLatin1Char(' ')); };
            if (text(0) == QStringLiteral("–") && text(2) == size)
                rows.select(volumes->model()->index(row, 0), volumes->model()->index(row, 5));
        }
        volumes->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
        QVERIFY2(static_cast<int>(volumes->chosen().size()) == count, qPrintable(volumes->asTsv()));
        press(wizard->findChild<QPushButton *>(QStringLiteral("create.use") + use));
        field->clear();
    }

    wizards::Create *wizard(const QString &name, const QString &mgs)
    {
        desk().open("filesystems");
        QPushButton *create = button(QStringLiteral("filesystems.create"));
        press(create);
        auto *wizard = m_window->findChild<wizards::Create *>();
        auto *field = wizard->findChild<QLineEdit *>(QStringLiteral("create.name"));
        QTest::keyClicks(field, name);
        wizard->findChild<QAbstractButton *>(QStringLiteral("create.") + mgs)->click();
        picture(QStringLiteral("wizard-name"));
        press(wizard->findChild<QPushButton *>(QStringLiteral("create.next")));
        return wizard;
    }
    void toPlan(wizards::Create *wizard)
    {
        auto *next = wizard->findChild<QPushButton *>(QStringLiteral("create.next"));
        for (QCheckBox *tick : wizard->findChildren<QCheckBox *>())
            if (tick->objectName().startsWith(QStringLiteral("create.destroy."))) {
                QVERIFY2(!next->isEnabled(), "content has to be agreed to, one by one");
                tick->click();
            }
        picture(QStringLiteral("wizard-volumes"));
        press(next);
        picture(QStringLiteral("wizard-options"));
        press(next);
        press(next);
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
    }
    void allMounted(const char *place, std::size_t targets)
    {
        desk().open(place);
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Available"), patienceMs);
        QCOMPARE(static_cast<std::size_t>(table()->model()->rowCount()), targets);
        QTRY_COMPARE_WITH_TIMEOUT(column(table(), 2), std::set<QString>{QStringLiteral("Mounted")}, patienceMs);
    }
};

} // namespace gui
