// SPDX-License-Identifier: GPL-3.0-or-later
// Adding many servers in the window, with hosts that the test moves: the list, the wall, keys, passwords, overriding, delivery where
// one of twenty-one fails, leaving. Driven as a person does: by what is seen and by keys.
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/addservers.h"
#include "app/wizards/checkstep.h"
#include "app/wizards/hostsstep.h"
#include "app/wizards/loginform.h"
#include "app/wizards/profilechoices.h"
#include "app/wizards/starters.h"
#include "app/wizards/tilewall.h"
#include "core/inventory/ids.h"
#include "core/inventory/world.h"
#include "tests/gui/support/madeupintake.h"

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QtTest>

using fleet::Step;

class TestAddServers : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::unique_ptr<wizards::AddServers> m_dialog;
    QPointer<madeup::Intake> m_intake;
    std::vector<std::string> m_setUp;
    std::string m_setUpProfile;
    base::Result<bool> m_answer = true;
    std::map<std::string, wizards::FirstWord> m_words; ///< of others: here

    template <class T> T *find(const QString &name) const
    {
        T *found = m_dialog->findChild<T *>(name);
        if (found == nullptr)
            qWarning() << "no" << name;
        return found;
    }
    QPushButton *button(const char *name) const { return find<QPushButton>(QLatin1String("addservers.") + QLatin1String(name)); }
    QString text(const char *name) const { return find<QLabel>(QLatin1String("addservers.") + QLatin1String(name))->text(); }
    wizards::TileWall *wall() const { return find<wizards::TileWall>(QStringLiteral("addservers.wall")); }
    models::Badge tile(const std::string &key) const
    {
        for (const wizards::Tile &tile : wall()->tiles())
            if (tile.key == key)
                return tile.badge;
        return {};
    }
    void open(const QString &hosts = {})
    {
        auto made = std::make_unique<madeup::Intake>();
        m_intake = made.get();
        wizards::Around around = madeup::around();
        around.setUp = [this](const std::vector<std::string> &servers, const std::string &profile) {
            m_setUp = servers;
            m_setUpProfile = profile;
            return m_answer;
        };
        around.firstWord = [this](const std::string &server) { return m_words.contains(server) ? m_words[server] : wizards::FirstWord{wizards::FirstWord::State::Here}; };
        around.hint = [](const std::string &, std::function<void(const wizards::SshHint &)> then) { then({{}, QStringLiteral("stor"), {}, QStringLiteral("gw.lab"), 0}); };
        m_dialog = std::make_unique<wizards::AddServers>(std::move(made), around, nullptr);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
        if (!hosts.isEmpty()) {
            QTest::keyClicks(&m_dialog->hosts().list(), hosts);
            QTRY_VERIFY(button("next")->isEnabled());
        }
    }
    void openAtCheck(const QString &hosts)
    {
        open(hosts);
        button("next")->click();
    }
    void all(Step step)
    {
        for (std::size_t i = 0; i < m_intake->rows().size(); ++i)
            m_intake->setStep(m_intake->rows()[i].entry.name, step);
    }
    void makeBad(const std::string &server)
    {
        m_intake->set(server, [](fleet::HostRow &row) { row.checks[2] = madeup::badCheck(); });
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }
    void cleanup()
    {
        m_dialog.reset();
        QVERIFY2(m_intake.isNull(), "the hosts go with their dialog");
        m_setUp.clear();
        m_words.clear();
        m_answer = true;
    }

    void theListExpandsWhileTyped()
    {
        open(QStringLiteral("oss[01-20].lab, mgs1"));
        QTRY_COMPARE(text("count"), QStringLiteral("21 hosts, 1 of them added already"));
        QCOMPARE(m_dialog->hosts().entries().size(), std::size_t(20)); // the known one is left out
        QVERIFY(m_intake->rows().empty());                             // typing reaches nobody
        QVERIFY(find<QLineEdit>("addservers.user")->placeholderText().contains(QStringLiteral("stor")));
        QVERIFY(find<QLineEdit>("addservers.jump")->placeholderText().contains(QStringLiteral("~/.ssh/config")));
    }

    void aMistakeIsMarkedAtItsPlace()
    {
        open();
        QVERIFY(!button("next")->isEnabled());
        m_dialog->hosts().list().setPlainText(QStringLiteral("oss1\nmds[2-1], oss2"));
        QTRY_VERIFY(text("listproblem").contains(QStringLiteral("ine 2")));
        QVERIFY(!button("next")->isEnabled());
        const auto marks = m_dialog->hosts().list().extraSelections();
        QCOMPARE(marks.size(), 1);
        QCOMPARE(marks.front().cursor.blockNumber(), 1);
        m_dialog->hosts().list().setPlainText(QStringLiteral("oss1"));
        QTRY_VERIFY(button("next")->isEnabled());
        QVERIFY(m_dialog->hosts().list().extraSelections().isEmpty());
    }

    void aFileIsImported()
    {
        open();
        QFile file(m_dir.filePath(QStringLiteral("hosts")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# rack 1\noss1\noss2 # old\nroot@oss3:2222\n");
        file.close();
        m_dialog->hosts().importFile(file.fileName());
        QCOMPARE(m_dialog->hosts().entries().size(), std::size_t(3));
        QCOMPARE(m_dialog->hosts().entries()[2].port, 2222);
        QCOMPARE(m_dialog->hosts().entries()[2].user, std::string("root"));
        m_dialog->hosts().importFile(QStringLiteral("/no/such/file"));
        QVERIFY(text("listproblem").contains(QStringLiteral("/no/such/file")));
    }

    void oneHostHasALoginOfItsOwn()
    {
        open(QStringLiteral("oss[1-3]"));
        QTest::keyClicks(find<QLineEdit>("addservers.user"), QStringLiteral("stor"));
        auto *preview = find<shell::TableView>(QStringLiteral("addservers.preview"));
        preview->choose("oss2");
        preview->setFocus();
        QTest::keyClick(preview, Qt::Key_Return);
        auto *own = m_dialog->findChild<QDialog *>(QStringLiteral("addservers.own"));
        QVERIFY(own != nullptr);
        QTest::keyClicks(own->findChild<QLineEdit *>(QStringLiteral("addservers.own.user")), QStringLiteral("admin"));
        own->findChild<QPushButton *>(QStringLiteral("addservers.own.take"))->click();
        const auto entries = m_dialog->hosts().entries();
        QCOMPARE(entries[0].user, std::string("stor"));
        QCOMPARE(entries[1].user, std::string("admin"));
    }

    void newKeysAreAcceptedOneByOneOrAll()
    {
        openAtCheck(QStringLiteral("oss[1-4]"));
        all(Step::WantsHostKey);
        auto *keys = find<shell::TableView>(QStringLiteral("addservers.keys"));
        QTRY_VERIFY(keys->isVisible());
        QTRY_COMPARE(keys->shownRows(), 4);
        QVERIFY2(keys->asTsv().contains(QStringLiteral("SHA256:")) && keys->asTsv().contains(QStringLiteral("jump host")), qPrintable(keys->asTsv()));
        keys->choose("oss2");
        button("acceptchosen")->click();
        QTRY_COMPARE(tile("oss2").word, QStringLiteral("Connecting"));
        QTRY_COMPARE(keys->shownRows(), 3);
        button("acceptall")->click();
        QTRY_VERIFY(!keys->isVisible());
        for (const fleet::HostRow &row : m_intake->rows())
            QCOMPARE(row.step, Step::Connecting);
    }

    void aChangedKeySaysHowToCheck()
    {
        openAtCheck(QStringLiteral("oss1"));
        m_intake->set("oss1", [](fleet::HostRow &row) {
            row.step = Step::Refused;
            row.error = base::Error{base::Problem::HostKeyChanged, "oss1 shows another key than known_hosts has.", {}, {}};
        });
        QTRY_VERIFY(find<QLabel>("addservers.changedkeys")->isVisible());
        QVERIFY(text("changedkeys").contains(QStringLiteral("ssh-keygen -R")));
        QCOMPARE(tile("oss1").word, QStringLiteral("Host key changed"));
        QVERIFY(!button("next")->isEnabled());
    }

    void passwordsAreAskedOnceForAll()
    {
        openAtCheck(QStringLiteral("oss[1-9]"));
        all(Step::WantsSecret);
        auto *field = find<QLineEdit>("addservers.login.secret");
        QTRY_VERIFY(field->isVisible());
        QVERIFY(text("login.hosts").contains(QStringLiteral("oss[1-9]")));
        QTest::keyClicks(field, QStringLiteral("s3cret"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_intake->m_loginSecret, std::string("s3cret"));
        QCOMPARE(m_intake->m_loggedIn.size(), std::size_t(9));
        QVERIFY(field->text().isEmpty());
        QTRY_VERIFY(!field->isVisible());
        all(Step::WantsSudo);
        auto *sudo = find<QLineEdit>("addservers.sudo.secret");
        QTRY_VERIFY(sudo->isVisible());
        QTest::keyClicks(sudo, QStringLiteral("root1"));
        button("sudo.give")->click();
        QCOMPARE(m_intake->m_sudoSecret, std::string("root1"));
    }

    void jumpHostsAreAskedForOneAfterTheOther()
    {
        openAtCheck(QStringLiteral("oss[1-5]"));
        all(Step::WantsSecret);
        for (const auto &[server, hop] : {std::pair("oss1", "gw.lab"), {"oss2", "gw.lab"}, {"oss3", "admin@gw2.lab:2222"}})
            m_intake->set(server, [hop = std::string(hop)](fleet::HostRow &row) { row.hop = hop; });
        auto *field = find<QLineEdit>("addservers.jumplogin.secret");
        QTRY_VERIFY(field->isVisible());
        QTRY_COMPARE(text("jumplogin.hosts").section(QLatin1Char(' '), 0, 0), QStringLiteral("oss[1,2]"));
        QTRY_COMPARE(text("login.hosts").section(QLatin1Char(' '), 0, 0), QStringLiteral("oss[4,5]")); // what is for a jump host is not for those behind it
        QTest::keyClicks(field, QStringLiteral("gate"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_intake->m_jump, std::string("gw.lab"));
        QCOMPARE(m_intake->m_jumpSecret, std::string("gate"));
        QVERIFY(field->text().isEmpty() && m_intake->m_loginSecret.empty());
        QTRY_COMPARE(text("jumplogin.hosts").section(QLatin1Char(' '), 0, 0), QStringLiteral("oss3"));
        QTest::keyClicks(field, QStringLiteral("second"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_intake->m_jump, std::string("admin@gw2.lab:2222"));
        QTRY_VERIFY(!field->isVisible());
    }

    void aCheckIsOverriddenForAReason()
    {
        openAtCheck(QStringLiteral("oss[1-2]"));
        all(Step::Checked);
        makeBad("oss1");
        m_dialog->check().choose("oss1");
        QTRY_COMPARE(tile("oss1").word, QStringLiteral("Not fit"));
        QTRY_VERIFY(find<QPushButton>("check.clock.override")->isVisible());
        QVERIFY(find<QLabel>("check.clock.found")->text().contains(QStringLiteral("1 h 02 min")));
        find<QPushButton>("check.clock.copy")->click();
        find<QPushButton>("check.clock.override")->click();
        auto *take = find<QPushButton>("check.clock.take");
        QVERIFY(!take->isEnabled()); // not without a reason
        QTest::keyClicks(find<QLineEdit>("check.clock.reason"), QStringLiteral("the GPS clock"));
        m_intake->set("oss1", [](fleet::HostRow &row) { row.stageText = "again"; }); // looked at again: what is typed stays
        QTest::qWait(150);
        QCOMPARE(find<QLineEdit>("check.clock.reason")->text(), QStringLiteral("the GPS clock"));
        take->click();
        QCOMPARE(m_intake->row("oss1")->checks[2].overridden, std::string("the GPS clock"));
        QTRY_COMPARE(tile("oss1").word, QStringLiteral("Ready, overridden"));
        QTRY_VERIFY(button("next")->isEnabled());
    }

    void onlyWhatNeedsMe()
    {
        openAtCheck(QStringLiteral("oss[1-9]"));
        all(Step::Checked);
        makeBad("oss4");
        auto *only = find<QCheckBox>("addservers.onlymine");
        only->click();
        QTRY_COMPARE(wall()->tiles().size(), std::size_t(1));
        QCOMPARE(wall()->current(), std::string("oss4"));
        m_intake->set("oss4", [](fleet::HostRow &row) { row.checks = madeup::goodChecks(); });
        QTRY_VERIFY(wall()->tiles().empty());
        only->click();
        QTRY_COMPARE(wall()->tiles().size(), std::size_t(9));
    }

    void aThousandTilesAreFastAndReachable()
    {
        openAtCheck(QStringLiteral("oss[0001-1000].lab"));
        QCOMPARE(wall()->tiles().size(), std::size_t(1000));
        all(Step::Checked);
        makeBad("oss0700.lab");
        QTRY_COMPARE(tile("oss0700.lab").word, QStringLiteral("Not fit"));
        wall()->setFocus();
        QTest::keyClick(wall(), Qt::Key_Home);
        QCOMPARE(wall()->current(), std::string("oss0001.lab"));
        QTest::keyClick(wall(), Qt::Key_Right);
        QCOMPARE(wall()->current(), std::string("oss0002.lab"));
        QTest::keyClicks(wall(), QStringLiteral("oss0999"));
        QCOMPARE(wall()->current(), std::string("oss0999.lab"));
        QVERIFY(wall()->viewport()->rect().contains(wall()->tileRect("oss0999.lab")));
        QTest::mouseClick(wall()->viewport(), Qt::LeftButton, {}, wall()->tileRect("oss0998.lab").center());
        QCOMPARE(wall()->current(), std::string("oss0998.lab"));
        QElapsedTimer timer;
        timer.start();
        const QPixmap picture = wall()->grab();
        qInfo() << "a wall of 1,000 tiles is painted in" << timer.elapsed() << "ms";
        QVERIFY(!picture.isNull());
    }

    void theTwentyFirstFailsAndTwentyGoOn()
    {
        openAtCheck(QStringLiteral("oss[01-21]"));
        all(Step::Checked);
        makeBad("oss21");
        QTRY_VERIFY(text("hint").contains(QStringLiteral("20")));
        button("next")->click();
        QTRY_VERIFY(button("next")->text().contains(QStringLiteral("20")));
        find<QRadioButton>("addservers.profile.storage-zfs")->click();
        QCOMPARE(m_intake->m_expectation.profile, std::string("storage-zfs"));
        QVERIFY(text("what").contains(QStringLiteral("chandelier-agent.service")));
        all(Step::Checked); // the other profile has looked again
        makeBad("oss21");
        button("next")->click();
        QCOMPARE(m_intake->m_deliveries, 1);
        QCOMPARE(m_intake->row("oss21")->step, Step::Checked);
        for (int i = 1; i <= 19; ++i)
            m_intake->setStep(QStringLiteral("oss%1").arg(i, 2, 10, QLatin1Char('0')).toStdString(), Step::Added);
        m_intake->set("oss20", [](fleet::HostRow &row) {
            row.step = Step::Failed;
            row.error = base::Error{base::Problem::NoSpace, "oss20: no space left on /usr.", {}, {}};
        });
        auto *table = find<shell::TableView>(QStringLiteral("addservers.progress"));
        QTRY_VERIFY(table->asTsv().contains(QStringLiteral("no space left on /usr")));
        QTRY_VERIFY(button("retryall")->isVisible());
        button("retryall")->click();
        QCOMPARE(m_intake->m_retried, std::vector<std::string>{"oss20"});
        m_intake->setStep("oss20", Step::Checked); // fit again: it is delivered to without a click
        QTRY_COMPARE(m_intake->row("oss20")->step, Step::Delivering);
        m_intake->setStep("oss20", Step::Added);
        QTRY_VERIFY(button("next")->isEnabled() && button("next")->text() == QStringLiteral("Next"));
        button("next")->click();
        QCOMPARE(text("donetitle"), QStringLiteral("20 servers added, 1 not"));
        auto *rest = find<shell::TableView>(QStringLiteral("addservers.notadded"));
        QVERIFY2(rest->asTsv().contains(QStringLiteral("Clock: 1 h 02 min")), qPrintable(rest->asTsv()));
        button("next")->click();
        QCOMPARE(m_setUp.size(), std::size_t(20));
        QCOMPARE(m_setUpProfile, std::string("storage-zfs"));
        QVERIFY(!m_dialog->isVisible());
    }

    void openAtDone(const QString &hosts)
    {
        openAtCheck(hosts);
        all(Step::Checked);
        QTRY_VERIFY(button("next")->isEnabled());
        button("next")->click();
        QTRY_VERIFY(button("next")->isEnabled());
        button("next")->click();
        all(Step::Added);
        QTRY_VERIFY(button("next")->isEnabled() && button("next")->text() == QStringLiteral("Next"));
        button("next")->click();
    }
    QString notice() const { return find<shell::Notice>(QStringLiteral("addservers.notice"))->text(); }

    void thePlanWaitsForFirstInventories()
    {
        using State = wizards::FirstWord::State;
        m_words["oss2"] = m_words["oss3"] = {State::Awaited, {}};
        openAtDone(QStringLiteral("oss[1-3]"));
        QVERIFY(!button("next")->isEnabled());
        QVERIFY2(text("donetext").contains(QStringLiteral("1 of 3")) && text("donetext").contains(QStringLiteral("oss[2,3]")), qPrintable(text("donetext")));
        QVERIFY(text("hint").contains(QStringLiteral("first inventory")));
        m_words["oss2"] = {State::Lost, "oss2 does not answer on port 22."};
        m_dialog->heard();
        QVERIFY(!button("next")->isEnabled());
        m_words["oss3"] = {State::Here, {}};
        m_dialog->heard();
        QVERIFY(button("next")->isEnabled());
        QVERIFY(text("hint").contains(QStringLiteral("do not answer")));
        QVERIFY(find<shell::TableView>(QStringLiteral("addservers.notadded"))->asTsv().contains(QStringLiteral("does not answer on port 22")));
        button("next")->click();
        QCOMPARE(m_setUp.size(), std::size_t(3)); // the planner says of the lost one what becomes of it
        QVERIFY(!m_dialog->isVisible());
    }

    void whatStandsAgainstThePlanIsSaidOnThePage()
    {
        m_answer = base::Error{base::Problem::BadArgument, "there is no server profile \"storage\"", {}, "Put its file back."};
        openAtDone(QStringLiteral("oss[1-2]"));
        button("next")->click();
        QVERIFY(m_dialog->isVisible());
        QVERIFY2(notice().contains(QStringLiteral("there is no server profile")), qPrintable(notice()));
        m_answer = false; // nothing to do: said, and the only way is out
        button("next")->click();
        QVERIFY(m_dialog->isVisible());
        QVERIFY2(notice().contains(QStringLiteral("nothing to do")), qPrintable(notice()));
        QCOMPARE(button("next")->text(), QStringLiteral("Close"));
        button("next")->click();
        QVERIFY(!m_dialog->isVisible());
    }

    void escAsksOnlyWhenSomethingWouldBeLost()
    {
        open();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        openAtCheck(QStringLiteral("oss[1-3]"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QTRY_VERIFY(find<QLabel>("addservers.question")->isVisible());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape); // stays
        QVERIFY(m_dialog->isVisible());
        QTRY_VERIFY(!find<QLabel>("addservers.question")->isVisible());
        all(Step::Added);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void leavingDuringDeliveryTakesBackFirst()
    {
        openAtCheck(QStringLiteral("oss[1-2]"));
        all(Step::Checked);
        QTRY_VERIFY(button("next")->isEnabled());
        button("next")->click();
        QTRY_VERIFY(button("next")->isEnabled());
        button("next")->click();
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        QVERIFY2(text("question").contains(QStringLiteral("2 deliveries")), qPrintable(text("question")));
        button("leavenow")->click();
        QVERIFY(m_intake->m_cancelled);
        m_dialog.reset();
        QVERIFY(!m_intake.isNull()); // until both hosts have again what they had
        m_intake->setStep("oss1", Step::Failed);
        m_intake->setStep("oss2", Step::Failed);
        QTRY_VERIFY(m_intake.isNull());
    }

    void allOfItByKeys()
    {
        open();
        QVERIFY(m_dialog->hosts().list().hasFocus());
        QTest::keyClicks(&m_dialog->hosts().list(), QStringLiteral("oss1"));
        QTRY_VERIFY(button("next")->isEnabled());
        const auto pressNext = [this] {
            for (int i = 0; i < 40 && QApplication::focusWidget() != button("next"); ++i)
                QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : m_dialog.get(), Qt::Key_Tab);
            QCOMPARE(QApplication::focusWidget(), button("next"));
            QTest::keyClick(button("next"), Qt::Key_Space);
        };
        pressNext();
        all(Step::Checked);
        QTRY_VERIFY(button("next")->isEnabled());
        pressNext();
        pressNext();
        QCOMPARE(m_intake->m_deliveries, 1);
        all(Step::Added);
        QTRY_VERIFY(button("next")->isEnabled());
        pressNext();
        QVERIFY(button("next")->hasFocus());
    }

    void aServerHasToldOnlyWithItsInventory()
    {
        using State = wizards::FirstWord::State;
        inventory::Server server;
        const auto state = [&] { return wizards::firstWordOf(&server).state; };
        QVERIFY(wizards::firstWordOf(nullptr).state == State::Awaited);
        QVERIFY(state() == State::Awaited);
        server.reach = inventory::Reach::Connected;
        QVERIFY(state() == State::Awaited);
        server.reason = "the inventory cannot be read";
        QVERIFY(state() == State::Lost);
        server.inventory = std::make_shared<const protocol::HostInventory>();
        QVERIFY(state() == State::Here);
        server.reach = inventory::Reach::Lost;
        QVERIFY(state() == State::Lost);
        QCOMPARE(wizards::firstWordOf(&server).reason, server.reason);
    }

    void profilesBecomeGoals()
    {
        const auto goals = wizards::setUpGoals({"oss1", "oss2"}, inventory::asItIsProfile());
        QCOMPARE(goals.size(), std::size_t(2));
        QCOMPARE(goals[1].object, inventory::serverId("oss2"));
        QVERIFY(goals[1].what == plan::Goal::What::ManageServer && goals[1].profiles.contains("oss2"));
        const auto choices = wizards::choicesOf({inventory::monitoredProfile(), inventory::asItIsProfile()});
        QVERIFY(choices.back().id.empty()); // monitored only, last
    }

    void hintsOfSshAreWhatTheConfigurationSays()
    {
        const auto hint = wizards::sshHint(QStringLiteral("user stor\nhostname oss1\nport 2222\nproxyjump gw\nidentityfile ~/.ssh/id_rsa\n"), QStringLiteral("user me\nhostname oss1\nport 22\nidentityfile ~/.ssh/id_rsa\n"));
        QCOMPARE(hint.user, QStringLiteral("stor"));
        QCOMPARE(hint.port, 2222);
        QCOMPARE(hint.jump, QStringLiteral("gw"));
        QVERIFY(hint.identity.isEmpty() && hint.host.isEmpty());
    }
};

QTEST_MAIN(TestAddServers)
#include "tst_addservers.moc"
