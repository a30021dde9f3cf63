// SPDX-License-Identifier: GPL-3.0-or-later
// Telling of alerts: what is told when, the outbox, the words, and the way by mail and webhook to servers of the test's own.
#include "core/notify/compose.h"
#include "core/notify/passwords.h"
#include "core/notify/posting.h"
#include "tests/support/mailserver.h"

#include <QTemporaryDir>
#include <QtTest>

using monitoring::Alert;
using monitoring::Severity;
using notify::Channel;
using notify::Ledger;
using notify::Message;
using notify::Notice;
using notify::Outbox;
using notify::Settings;

namespace {

constexpr std::int64_t start = 1'700'000'000'000, minute = 60'000;

Alert alertOf(std::int64_t id, Severity severity = Severity::Error)
{
    Alert alert;
    alert.id = id;
    alert.rule = "target-offline";
    alert.severity = severity;
    alert.object = "target:scratch-OST000" + std::to_string(id);
    alert.name = "scratch-OST000" + std::to_string(id);
    alert.server = "oss1";
    alert.begin = start;
    alert.title = "Target offline";
    alert.text = alert.name + " is not mounted, though it should be.";
    return alert;
}

Notice noticeOf(std::int64_t id, Notice::What what = Notice::What::Began) { return {what, alertOf(id), "Somebody unmounted it.", "Start it."}; }

const auto noRule = [](const std::string &) -> const monitoring::AlertRule * { return nullptr; };

std::string wordsOf(const std::vector<Notice> &notices)
{
    std::string text;
    for (const Notice &n : notices)
        text += std::string(notify::word(n.what)) + std::to_string(n.alert.id) + " ";
    return text;
}

/// Runs in another thread, as the program does, while the servers of the test answer in this one.
base::Result<void> meanwhile(const std::function<base::Result<void>()> &send)
{
    base::Result<void> result;
    std::atomic<bool> ready = false;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        result = send();
        ready = true;
    }));
    thread->start();
    const bool done = QTest::qWaitFor([&] { return ready.load(); }, 30'000);
    thread->wait();
    return done ? result : base::Result<void>(base::Error{base::Problem::TimedOut, "the test waited 30 s", {}, {}});
}

const std::atomic<bool> goOn = false;

} // namespace

class TestNotify : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    support::Certificate m_certificate;

    notify::Mail mailTo(const support::MailServer &server, notify::Security security) const
    {
        notify::Mail mail;
        mail.server = "localhost";
        mail.port = server.port();
        mail.security = security;
        mail.from = "chandelier@example.org";
        mail.to = {"ada@example.org", "grace@example.org"};
        mail.authorities = m_certificate.certificateFile.toStdString();
        return mail;
    }

private slots:
    void initTestCase() { m_certificate = support::Certificate::made(m_dir.path()); }

    void eachIsToldOnceAndAgainWhenNobodyCares()
    {
        Ledger ledger;
        ledger.cursor = 0;
        Settings settings;
        settings.repeatMinutes = 60;
        std::vector<Alert> alerts{alertOf(1), alertOf(2, Severity::Warning), alertOf(3, Severity::Info)};
        const auto told = [&](std::int64_t now) { return wordsOf(notify::decide(ledger, alerts, settings, noRule, now)); };
        QCOMPARE(told(start), std::string("began1 began2 "));
        QCOMPARE(told(start + minute), std::string());
        alerts[1].acknowledgedAt = start + 2 * minute;
        QCOMPARE(told(start + 61 * minute), std::string("still1 "));
        alerts[0].end = alerts[1].end = start + 62 * minute;
        QCOMPARE(told(start + 62 * minute), std::string("ended1 ended2 "));
        QVERIFY(ledger.told.empty());
        QCOMPARE(ledger.cursor, std::int64_t(3));
    }

    void mutedAndShortOnes()
    {
        Ledger ledger;
        ledger.cursor = 0;
        std::vector<Alert> alerts{alertOf(1), alertOf(2), alertOf(3)};
        const auto told = [&](std::int64_t now) { return wordsOf(notify::decide(ledger, alerts, Settings(), noRule, now)); };
        alerts[0].mutedUntil = start + 10 * minute;
        alerts[1].end = alerts[1].begin;
        QCOMPARE(told(start), std::string("happened2 began3 "));
        alerts.erase(alerts.begin() + 1);
        alerts[1].mutedUntil = start + 20 * minute; // what was told to begin is told to end
        alerts[1].end = start + 5 * minute;
        QCOMPARE(told(start + 5 * minute), std::string("ended3 "));
        alerts.pop_back();
        QCOMPARE(told(start + 11 * minute), std::string("began1 "));
    }

    void theOutboxKeepsWhatWasNotTaken()
    {
        const std::string path = m_dir.filePath("p.outbox").toStdString();
        Ledger ledger;
        ledger.cursor = 4;
        ledger.told[4] = {true, start};
        std::string id;
        {
            auto outbox = Outbox::open(path);
            QVERIFY(outbox && (*outbox)->claim());
            QVERIFY((*outbox)->put(ledger, {noticeOf(1), noticeOf(2)}, {Channel::Mail, Channel::Webhook}, start));
            auto other = Outbox::open(path);
            QVERIFY(other && !(*other)->claim());
            QVERIFY(!(*outbox)->next(Channel::Mail, start + 9000, 10)->has_value()); // still gathering
            const auto message = (*outbox)->next(Channel::Mail, start + 10'000, 10);
            QVERIFY(message && *message);
            id = (*message)->id;
            QCOMPARE(wordsOf((*message)->notices), std::string("began1 began2 "));
            QCOMPARE((*message)->notices[0].remedy, std::string("Start it."));
            const auto due = (*outbox)->failed(Channel::Mail, start + 10'000);
            QVERIFY(due);
            QCOMPARE(*due, start + 40'000);
            QVERIFY((*outbox)->put(ledger, {noticeOf(3, Notice::What::Ended)}, {Channel::Mail}, start + 11'000));
        }
        auto outbox = Outbox::open(path);
        QVERIFY(outbox && (*outbox)->claim());
        QCOMPARE(*(*outbox)->ledger(), ledger);
        QVERIFY(!(*outbox)->next(Channel::Mail, start + 39'000, 10)->has_value());
        const auto again = (*outbox)->next(Channel::Mail, start + 40'000, 10);
        QVERIFY(again && *again);
        QCOMPARE((*again)->id, id); // the same message, so that who has it already knows
        QCOMPARE((*again)->tries, 1);
        QCOMPARE(wordsOf((*again)->notices), std::string("began1 began2 "));
        QVERIFY((*outbox)->sent(Channel::Mail));
        const auto next = (*outbox)->next(Channel::Mail, start + 41'000, 10);
        QVERIFY(next && *next && (*next)->id != id);
        QCOMPARE(wordsOf((*next)->notices), std::string("ended3 "));
        QCOMPARE(*(*outbox)->waiting(Channel::Webhook), 2);
        QVERIFY((*outbox)->drop(Channel::Webhook));
        QCOMPARE(*(*outbox)->waiting(Channel::Webhook), 0);
    }

    void aStormIsOneTable()
    {
        Message storm;
        storm.id = "4711";
        for (int i = 1; i <= 400; ++i)
            storm.notices.push_back(noticeOf(i, i % 4 == 0 ? Notice::What::Ended : Notice::What::Began));
        const notify::Sender sender{"Scratch", "admin1", false};
        QCOMPARE(notify::subjectOf(storm, sender), std::string("Scratch: 300 alerts began, 100 ended"));
        const std::string text = notify::textOf(storm, sender);
        QCOMPARE(QString::fromStdString(text).count("Target offline: "), 400);
        QCOMPARE(QString::fromStdString(text).count("Start it."), 1);
        QCOMPARE(notify::webhookOf(storm, sender)["alerts"].size(), std::size_t(400));
        for (int i = 401; i <= 700; ++i)
            storm.notices.push_back(noticeOf(i));
        QVERIFY(notify::textOf(storm, sender).find("and 200 more") != std::string::npos);
        QCOMPARE(notify::webhookOf(storm, sender)["leftOut"], 200);
    }

    void oneSaysWhatWhereSinceWhyAndWhatHelps()
    {
        Message message;
        message.id = "4711";
        message.notices = {noticeOf(3)};
        message.notices[0].alert.earliest = start - 3'600'000;
        const std::string text = notify::textOf(message, {"Scratch", "admin1", false});
        for (const char *part : {"scratch-OST0003 is not mounted", "scratch-OST0003 on oss1", "error", "between ", "Somebody unmounted it.", "Start it.", "Message 4711"})
            QVERIFY2(text.find(part) != std::string::npos, part);
    }

    void namesCannotMakeHeaders()
    {
        Message message;
        message.id = "4711";
        message.notices = {noticeOf(3)};
        message.notices[0].alert.name = "x\r\nBcc: all@example.org\r\n\r\nhello";
        notify::Mail mail;
        mail.from = "a@example.org";
        mail.to = {"b@example.org"};
        const std::string text = notify::mailOf(message, mail, {"B\xc3\xbcro \xe2\x80\x93 Scratch", "admin1", false}, start);
        const std::string head = text.substr(0, text.find("\r\n\r\n"));
        QVERIFY(head.find("\nBcc:") == std::string::npos);
        QVERIFY(head.find("Subject: =?UTF-8?B?") != std::string::npos);
        for (const QByteArray &line : QByteArray::fromStdString(text).split('\n'))
            QVERIFY2(line.size() <= 78 || line.startsWith("Message-ID"), line);
        QVERIFY(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    }

    void settingsAreChecked()
    {
        Settings good;
        good.mail = {"mail.example.org", 0, notify::Security::StartTls, "a@example.org", {"b@example.org"}, {}, {}, {}};
        good.webhook.url = "https://hooks.example.org/x?y=1";
        QVERIFY(notify::check(good));
        const auto refused = [&](const std::function<void(Settings &)> &change) {
            Settings s = good;
            change(s);
            return !notify::check(s);
        };
        QVERIFY(refused([](Settings &s) { s.mail.from = "nobody"; }));
        QVERIFY(refused([](Settings &s) { s.mail.to = {"a@b\r\nRCPT TO:<x@y>"}; }));
        QVERIFY(refused([](Settings &s) { s.mail.to.clear(); }));
        QVERIFY(refused([](Settings &s) { s.mail.server = "user:secret@mail"; }));
        QVERIFY(refused([](Settings &s) { s.mail.security = notify::Security::None, s.mail.user = "ada"; }));
        QVERIFY(refused([](Settings &s) { s.webhook.url = "ftp://example.org"; }));
        QVERIFY(refused([](Settings &s) { s.webhook.url = "https://ada:secret@example.org"; }));
        QVERIFY(refused([](Settings &s) { s.webhook.url = "http://example.org", s.webhook.token = true; }));
        QVERIFY(refused([](Settings &s) { s.gatherSeconds = -1; }));
    }

    void secretsLieInFilesOfOneUser()
    {
        const QString path = m_dir.filePath("secret");
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("s3cret\nsecond line\n");
        file.close();
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        QVERIFY(!profile::readSecretFile(path.toStdString()));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        const auto secret = profile::readSecretFile(path.toStdString());
        QVERIFY(secret);
        QCOMPARE(*secret, std::string("s3cret"));
        QVERIFY(!profile::readSecretFile(m_dir.filePath("none").toStdString()));
        QVERIFY(!profile::readSecretFile(m_dir.path().toStdString()));
    }

    void mailGoesByTls_data()
    {
        QTest::addColumn<int>("security");
        QTest::newRow("starttls") << int(notify::Security::StartTls);
        QTest::newRow("tls") << int(notify::Security::Tls);
    }
    void mailGoesByTls()
    {
        QFETCH(int, security);
        if (!m_certificate.good())
            QSKIP("no openssl program, or Qt without TLS");
        support::MailServer server(m_certificate, security == int(notify::Security::Tls));
        notify::Mail mail = mailTo(server, static_cast<notify::Security>(security));
        mail.user = "ada";
        Message message;
        message.id = "0-8-15";
        message.notices = {noticeOf(3)};
        const std::string text = notify::mailOf(message, mail, {"Scratch", "admin1", false}, start);
        const auto sent = meanwhile([&] { return notify::sendMail(mail, "s3cret", text, goOn); });
        QVERIFY2(sent, sent ? "" : (sent.error().message + " " + sent.error().detail).c_str());
        QCOMPARE(server.mails().size(), std::size_t(1));
        QCOMPARE(server.mails()[0].to, QStringList({"ada@example.org", "grace@example.org"}));
        QCOMPARE(server.mails()[0].from, QStringLiteral("chandelier@example.org"));
        QVERIFY(server.mails()[0].encrypted);
        QCOMPARE(server.mails()[0].login, QByteArray("ada/s3cret"));
        QVERIFY2(server.mails()[0].text.contains("X-Chandelier-Id: 0-8-15") && server.mails()[0].text.contains("scratch-OST0003"), server.mails()[0].text);
        mail.user = "ada";
        const auto wrong = meanwhile([&] { return notify::sendMail(mail, "guessed", text, goOn); });
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().problem, base::Problem::AccessDenied);
        QVERIFY(wrong.error().detail.find("guessed") == std::string::npos);
    }

    void nothingIsSaidWithoutTheRightTls()
    {
        if (!m_certificate.good())
            QSKIP("no openssl program, or Qt without TLS");
        support::MailServer server(m_certificate, false);
        notify::Mail mail = mailTo(server, notify::Security::StartTls);
        mail.authorities.clear(); // the system does not know who signed it
        const auto stranger = meanwhile([&] { return notify::sendMail(mail, {}, "Subject: x\r\n\r\nx\r\n", goOn); });
        QVERIFY(!stranger);
        QCOMPARE(stranger.error().problem, base::Problem::AccessDenied);
        support::MailServer plain(support::Certificate(), false); // it offers no STARTTLS
        const auto open = meanwhile([&] { return notify::sendMail(mailTo(plain, notify::Security::StartTls), {}, "Subject: x\r\n\r\nx\r\n", goOn); });
        QVERIFY(!open);
        QVERIFY(server.mails().empty() && plain.mails().empty());
        const auto asked = meanwhile([&] { return notify::sendMail(mailTo(plain, notify::Security::None), {}, "Subject: x\r\n\r\n.x\r\n", goOn); });
        QVERIFY2(asked, asked ? "" : asked.error().detail.c_str());
        QVERIFY(plain.mails()[0].text.endsWith("\r\n.x\r\n"));
        plain.refuseNext(1);
        QVERIFY(!meanwhile([&] { return notify::sendMail(mailTo(plain, notify::Security::None), {}, "Subject: x\r\n\r\nx\r\n", goOn); }));
    }

    void webhooksArePosted()
    {
        support::WebServer server({}, false);
        notify::Webhook webhook;
        webhook.url = "http://localhost:" + std::to_string(server.port()) + "/alerts?key=s3cret";
        Message message;
        message.id = "0-8-15";
        message.notices = {noticeOf(3), noticeOf(4, Notice::What::Ended)};
        const std::string json = protocol::dumpJson(notify::webhookOf(message, {"Scratch", "admin1", false}));
        const auto sent = meanwhile([&] { return notify::postJson(webhook, {}, message.id, json, goOn); });
        QVERIFY2(sent, sent ? "" : sent.error().detail.c_str());
        QCOMPARE(server.posts().size(), std::size_t(1));
        QVERIFY(server.posts()[0].head.startsWith("POST /alerts?key=s3cret HTTP/1.1") && server.posts()[0].head.contains("X-Chandelier-Id: 0-8-15"));
        const auto body = protocol::parseJson(server.posts()[0].body.toStdString());
        QCOMPARE(body["alerts"][1]["what"], "ended");
        QCOMPARE(body["cluster"], "Scratch");
        server.answerNext("500 Internal Server Error");
        const auto failed = meanwhile([&] { return notify::postJson(webhook, {}, message.id, json, goOn); });
        QVERIFY(!failed && failed.error().message.find("500") != std::string::npos && failed.error().message.find("s3cret") == std::string::npos);
        server.answerNext("302 Found\r\nLocation: http://localhost:1/");
        QVERIFY(!meanwhile([&] { return notify::postJson(webhook, {}, message.id, json, goOn); }));
    }

    void webhooksByHttpsWithAToken()
    {
        if (!m_certificate.good())
            QSKIP("no openssl program, or Qt without TLS");
        support::WebServer server(m_certificate, true);
        notify::Webhook webhook;
        webhook.url = "https://localhost:" + std::to_string(server.port()) + "/";
        QVERIFY(!meanwhile([&] { return notify::postJson(webhook, "t0ken", "1", "{}", goOn); }));
        webhook.authorities = m_certificate.certificateFile.toStdString();
        const auto sent = meanwhile([&] { return notify::postJson(webhook, "t0ken", "1", "{}", goOn); });
        QVERIFY2(sent, sent ? "" : sent.error().detail.c_str());
        QVERIFY(server.posts().back().head.contains("Authorization: Bearer t0ken"));
    }

    void nobodyThereIsSaidSoon()
    {
        notify::Webhook webhook;
        webhook.url = "http://localhost:1/";
        const auto failed = meanwhile([&] { return notify::postJson(webhook, {}, "1", "{}", goOn); });
        QVERIFY(!failed);
        QCOMPARE(failed.error().problem, base::Problem::Unreachable);
    }
};

QTEST_GUILESS_MAIN(TestNotify)
#include "tst_notify.moc"
