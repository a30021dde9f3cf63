// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/serverscenes.h"

#include "app/wizards/addservers.h"
#include "app/wizards/checkstep.h"
#include "app/wizards/connection.h"
#include "app/wizards/deliverstep.h"
#include "app/wizards/hostsstep.h"
#include "app/wizards/lneteditor.h"
#include "app/wizards/removing.h"
#include "app/wizards/renaming.h"
#include "app/wizards/upkeepdialog.h"
#include "tests/gui/support/madeup.h"

#include <QDateTime>
#include <QPlainTextEdit>
#include <QPushButton>

namespace madeup {

using fleet::Step;

namespace {

struct Opened {
    wizards::AddServers *dialog;
    Intake *intake;
};

Opened openWizard(QWidget &window, const QString &hosts, const wizards::Around &around = madeup::around())
{
    auto made = std::make_unique<Intake>();
    Intake *intake = made.get();
    auto *dialog = new wizards::AddServers(std::move(made), around, &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->hosts().list().setPlainText(hosts);
    dialog->hosts().importFile(QStringLiteral("/dev/null"));
    dialog->open();
    return {dialog, intake};
}

void press(QWidget *dialog, const char *name) { dialog->findChild<QPushButton *>(QLatin1String(name))->click(); }

Opened atCheck(QWidget &window, const QString &hosts, const wizards::Around &around = madeup::around())
{
    const Opened o = openWizard(window, hosts, around);
    press(o.dialog, "addservers.next");
    return o;
}

std::string nameOf(const Opened &o, std::size_t at) { return o.intake->rows()[at].entry.name; }

/// Some of everything.
void mix(const Opened &o)
{
    const std::size_t count = o.intake->rows().size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = nameOf(o, i);
        o.intake->setStep(name, i % 17 == 3 ? Step::Probing : i % 13 == 5 ? Step::Connecting : Step::Checked);
        if (i == 1)
            o.intake->set(name, [](fleet::HostRow &row) { row.checks[2] = badCheck(); });
        if (i % 40 == 7)
            o.intake->set(name, [&](fleet::HostRow &row) {
                row.step = Step::Unreachable;
                row.error = base::Error{base::Problem::Unreachable, name + " does not answer on port 22 within 8 s.", "connect: No route to host", "Is it switched on? Try: ssh " + name};
            });
        if (i % 60 == 9)
            o.intake->setStep(name, Step::WantsSudo);
    }
}

} // namespace

shell::ServerLine lostLine()
{
    shell::ServerLine line;
    line.stage = agentlink::Stage::Lost;
    line.error = base::Error{base::Problem::Unreachable, "oss1 does not answer on port 22 within 8 s.", {}, "Is it switched on? Try: ssh oss1"};
    line.nextTryAt = QDateTime::currentMSecsSinceEpoch() + 9'000;
    return line;
}

std::vector<Scene> serverScenes(QWidget &window)
{
    const QString twenty = QStringLiteral("oss[01-18].lab, mds[1-2].lab");
    std::vector<Scene> s;
    s.push_back({QStringLiteral("addservers-empty"), [&window] { return openWizard(window, {}).dialog; }});
    s.push_back({QStringLiteral("addservers-hosts"), [&window, twenty] { return openWizard(window, twenty + QStringLiteral("\nroot@10.0.0.[1-4]:2222 mgs1")).dialog; }});
    s.push_back({QStringLiteral("addservers-mistake"), [&window] { return openWizard(window, QStringLiteral("oss[01-20].lab\nmds[2-1].lab, mgs1\n")).dialog; }});
    s.push_back({QStringLiteral("addservers-keys"), [&window, twenty] {
        const Opened o = atCheck(window, twenty);
        mix(o);
        for (const std::size_t i : {0u, 2u, 4u, 6u})
            o.intake->setStep(nameOf(o, i), Step::WantsHostKey);
        o.intake->set(nameOf(o, 8), [](fleet::HostRow &row) {
            row.step = Step::Refused;
            row.error = base::Error{base::Problem::HostKeyChanged, row.entry.name + " shows another host key than known_hosts has.", "known_hosts:17", "Compare on its console, then: ssh-keygen -R " + row.entry.name};
        });
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-secrets"), [&window, twenty] {
        const Opened o = atCheck(window, twenty);
        mix(o);
        for (const std::size_t i : {0u, 2u, 4u})
            o.intake->setStep(nameOf(o, i), Step::WantsSecret);
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-jump"), [&window, twenty] {
        const Opened o = atCheck(window, twenty);
        mix(o);
        for (const std::size_t i : {0u, 2u, 4u, 6u}) {
            o.intake->setStep(nameOf(o, i), Step::WantsSecret);
            if (i < 4)
                o.intake->set(nameOf(o, i), [](fleet::HostRow &row) { row.hop = "admin@gw.lab:2222"; });
        }
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-check"), [&window, twenty] {
        const Opened o = atCheck(window, twenty);
        mix(o);
        o.intake->setStep(nameOf(o, 9), Step::Checked);
        o.dialog->check().choose(nameOf(o, 1));
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-thousand"), [&window] {
        const Opened o = atCheck(window, QStringLiteral("oss[0001-1000].lab"));
        mix(o);
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-long"), [&window] {
        const Opened o = atCheck(window, QStringLiteral("storage-controller-rack-[0017-0040]-enclosure-b-slot-04.example-lab"));
        mix(o);
        for (const std::size_t i : {0u, 2u})
            o.intake->setStep(nameOf(o, i), Step::WantsHostKey);
        return o.dialog;
    }});
    wizards::Around asking = around(); // not all have answered yet
    asking.firstWord = [](const std::string &server) -> wizards::FirstWord {
        using State = wizards::FirstWord::State;
        return server == "oss03.lab" ? wizards::FirstWord{State::Lost, "oss03.lab does not answer on port 22 within 8 s."} : wizards::FirstWord{server < "oss15" ? State::Here : State::Awaited, {}};
    };
    const auto atProfile = [&window, twenty](const wizards::Around &around = madeup::around()) {
        const Opened o = atCheck(window, twenty, around);
        for (std::size_t i = 0; i < o.intake->rows().size(); ++i)
            o.intake->setStep(nameOf(o, i), Step::Checked);
        o.intake->set(nameOf(o, 3), [](fleet::HostRow &row) { row.agentFound = "0.1.0"; });
        o.dialog->check().refresh();
        press(o.dialog, "addservers.next");
        return o;
    };
    s.push_back({QStringLiteral("addservers-profile"), [atProfile] { return atProfile().dialog; }});
    const auto delivering = [atProfile](const wizards::Around &around = madeup::around()) {
        const Opened o = atProfile(around);
        press(o.dialog, "addservers.next");
        for (std::size_t i = 0; i < 14; ++i)
            o.intake->setStep(nameOf(o, i), Step::Added);
        for (std::size_t i = 14; i < 19; ++i)
            o.intake->set(nameOf(o, i), [i](fleet::HostRow &row) {
                row.fraction = 0.2 * static_cast<double>(i - 13);
                row.stageText = "Upload the agent";
            });
        o.intake->set(nameOf(o, 7), [](fleet::HostRow &row) {
            row.step = Step::Failed;
            row.error = base::Error{base::Problem::NoSpace, row.entry.name + ": no space left on /usr while the agent was uploaded; what was there before runs again.", "dd: No space left on device", "Make room on /usr, then retry."};
        });
        return o;
    };
    s.push_back({QStringLiteral("addservers-delivery"), [delivering] { return delivering().dialog; }});
    s.push_back({QStringLiteral("addservers-leaving"), [delivering] {
        const Opened o = delivering();
        o.dialog->reject();
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-done"), [delivering] {
        const Opened o = delivering();
        for (std::size_t i = 14; i < o.intake->rows().size(); ++i)
            o.intake->setStep(nameOf(o, i), Step::Added);
        emit o.dialog->delivery().changed();
        press(o.dialog, "addservers.next");
        return o.dialog;
    }});
    s.push_back({QStringLiteral("addservers-waiting"), [delivering, asking] {
        const Opened o = delivering(asking);
        for (std::size_t i = 0; i < o.intake->rows().size(); ++i)
            o.intake->setStep(nameOf(o, i), Step::Added);
        emit o.dialog->delivery().changed();
        press(o.dialog, "addservers.next");
        return o.dialog;
    }});
    return s;
}

std::vector<Scene> serverDialogs(QWidget &window, ServerSide &servers)
{
    const auto shown = [](QDialog *dialog) {
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
        return static_cast<QWidget *>(dialog);
    };
    const std::vector<std::string> twelve{"mds1", "mds2", "oss1", "oss2", "oss3", "oss4"};
    servers.m_entries = {{.name = "oss1", .user = "root", .jump = "admin@gw.lab"}};
    servers.m_answers[protocol::Verb::LnetState] = {{"peers", {{{"nid", "10.10.1.12@tcp"}, {"state", "up"}, {"multiRail", true}, {"nids", {"10.10.1.12@tcp", "10.20.1.12@o2ib"}}}}}};
    std::vector<Scene> s;
    s.push_back({QStringLiteral("dialog-connection"), [&, shown] { return shown(new wizards::Connection(servers, "oss1", &window)); }});
    s.push_back({QStringLiteral("dialog-lnet"), [&, shown] { return shown(new wizards::LnetEditor(world({}), {}, "oss1", &servers, &window)); }});
    s.push_back({QStringLiteral("dialog-rename"), [&, shown] { return shown(new wizards::Renaming(servers, "oss1", &window)); }});
    s.push_back({QStringLiteral("dialog-remove"), [&, shown] { return shown(new wizards::Removing(servers, {"oss1"}, QStringLiteral("2 targets live here: scratch-OST0000, scratch-OST0004. They stay as they are, but nothing watches or moves them from here any more."), &window)); }});
    s.push_back({QStringLiteral("dialog-upgrade"), [&, shown, twelve] {
        auto *upkeep = new Upkeep(twelve, nullptr);
        auto *dialog = new wizards::UpkeepDialog(upkeep, QStringLiteral("Upgrade 6 agents to 0.2.0"), QStringLiteral("In waves: one server first, then more at a time. The first failure stops it; a server whose new agent does not answer gets the old one back."), QStringLiteral("Upgrade 6 agents"), false, &window);
        QWidget *made = shown(dialog);
        press(dialog, "upkeep.start");
        upkeep->finish("mds1", true);
        upkeep->finish("mds2", false);
        return made;
    }});
    return s;
}

} // namespace madeup
