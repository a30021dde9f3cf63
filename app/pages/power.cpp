// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/power.h"

#include "app/models/words.h"

#include <QDateTime>
#include <algorithm>

namespace pages {

namespace {

constexpr int askMs = 5000;
const std::pair<const char *, plan::Power> words[] = {{"off", plan::Power::Off}, {"on", plan::Power::On}, {"reboot", plan::Power::Cycle}};

std::vector<models::Column> powerColumns()
{
    return {
        {QStringLiteral("server"), models::Words::tr("Server"), 90},
        {QStringLiteral("state"), models::Words::tr("Server is"), 110},
        {QStringLiteral("power"), models::Words::tr("Power"), 120},
        {QStringLiteral("device"), models::Words::tr("Device"), 80},
        {QStringLiteral("agent"), models::Words::tr("Fence agent"), 120, false, false},
        {QStringLiteral("address"), models::Words::tr("Address"), 110},
        {QStringLiteral("by"), models::Words::tr("Asked by"), 70},
        {QStringLiteral("proof"), models::Words::tr("Last proof"), 100},
        {QStringLiteral("said"), models::Words::tr("What it said"), 150, false, false}, // of one that does not answer its power says it as a tip
    };
}

std::vector<std::pair<std::string, plan::Outlet>> keyed(const inventory::World &world, const inventory::Wanted &wanted)
{
    std::vector<std::pair<std::string, plan::Outlet>> all;
    std::map<std::string, std::size_t> places;
    for (plan::Outlet &outlet : plan::outlets(world, wanted)) {
        std::string key = outletKey(outlet, ++places[outlet.server]);
        all.emplace_back(std::move(key), std::move(outlet));
    }
    return all;
}

models::Cell powerCell(const PowerPage::Answer &answer)
{
    using models::Tone;
    if (answer.failed)
        return {models::Words::tr("Does not answer"), {}, Tone::Error, -1, answer.why};
    if (answer.at == 0)
        return {answer.asking ? models::Words::tr("Asking …") : models::Words::tr("Not known"), {}, answer.asking ? Tone::Working : Tone::Unknown};
    if (answer.state == QStringLiteral("on"))
        return {models::Words::tr("On"), {}, Tone::Ok};
    return answer.state == QStringLiteral("off") ? models::Cell{models::Words::tr("Off"), {}, Tone::Off} : models::Cell{models::Words::tr("Not known"), {}, Tone::Unknown};
}

} // namespace

std::string outletKey(const plan::Outlet &outlet, std::size_t place) { return "outlet:" + outlet.server + ":" + std::to_string(place); }

PowerPage::PowerPage(shell::Desk &desk)
    : ListPage(desk, QStringLiteral("power"), tr("Power"), powerColumns(),
          new shell::Empty(QStringLiteral("power"), tr("No fence device yet"),
              tr("The BMC or the outlets of each server are listed here, with whether it is on, and can be switched. They are the fence devices of the clusters: set up high availability and give each server one.")))
{
    m_again.setInterval(askMs);
    connect(&m_again, &QTimer::timeout, this, &PowerPage::ask);
}

void PowerPage::open(const shell::Place &place)
{
    ListPage::open(place);
    if (table()->chosen().empty() && table()->table()->rowCount() > 0)
        table()->choose(keyed(cluster().world(), cluster().wanted()).front().first);
}

void PowerPage::showEvent(QShowEvent *event)
{
    ListPage::showEvent(event);
    m_again.start();
    ask();
}

void PowerPage::hideEvent(QHideEvent *event)
{
    m_again.stop();
    ListPage::hideEvent(event);
}

void PowerPage::ask()
{
    if (cluster().moment() != 0) // a device answers for now, not for then
        return;
    for (const auto &[key, outlet] : keyed(cluster().world(), cluster().wanted()))
        if (!outlet.partner.empty() && !m_answers[key].asking)
            askOne(key, outlet);
}

void PowerPage::askOne(const std::string &key, const plan::Outlet &outlet)
{
    m_answers[key].asking = true;
    cluster().ask(outlet.partner, protocol::Verb::PowerState, plan::powerStateArgs(outlet), this, [this, key](const base::Result<protocol::Json> &told) {
        Answer &answer = m_answers[key];
        answer.asking = false;
        answer.failed = !told;
        answer.why = told ? QString() : models::q(told.error().message);
        if (told) {
            answer.at = QDateTime::currentMSecsSinceEpoch();
            for (const protocol::Json &one : protocol::member(*told, "outlets"))
                answer.state = models::q(protocol::textOf(one, "state"));
        }
        refresh();
    });
}

models::Row PowerPage::row(const plan::Outlet &outlet, const inventory::World &world) const
{
    const inventory::Server *server = world.server(outlet.server);
    const auto proofs = cluster().fenceProofs();
    const auto proof = proofs.find(outlet.server);
    return {{}, {models::cell(outlet.server), server == nullptr ? models::cell(QStringLiteral("–")) : models::cell(models::serverBadge(*server)), {},
        models::cell(outlet.device.id + (outlet.device.level > 1 ? ", level " + std::to_string(outlet.device.level) : "")), models::cell(outlet.device.agent), models::cell(outlet.address),
        outlet.partner.empty() ? models::Cell{tr("nobody answers"), {}, models::Tone::Warning} : models::cell(outlet.partner),
        proof == proofs.end() ? models::Cell{tr("never"), -1.0, models::Tone::Warning} : models::Cell{models::moment(proof->second), static_cast<double>(proof->second)}, {}}};
}

std::vector<models::Row> PowerPage::rows() const
{
    const inventory::World world = cluster().world();
    std::vector<models::Row> rows;
    for (const auto &[key, outlet] : keyed(world, cluster().wanted())) {
        models::Row made = row(outlet, world);
        made.key = key;
        const auto said = m_answers.find(key);
        const Answer answer = said == m_answers.end() ? Answer() : said->second;
        made.cells[2] = powerCell(answer);
        made.cells.back() = answer.failed ? models::Cell{answer.why, {}, models::Tone::Error, -1, answer.why} : answer.at == 0 ? models::cell(QString()) : models::cell(tr("answered %1").arg(models::moment(answer.at)));
        rows.push_back(std::move(made));
    }
    return rows;
}

QString PowerPage::summary() const
{
    const auto broken = std::count_if(m_answers.begin(), m_answers.end(), [](const auto &a) { return a.second.failed; });
    return broken == 0 ? QString() : tr("%n devices do not answer: who depends on them is not fenced, and its targets stay down when it dies", nullptr, static_cast<int>(broken));
}

std::string PowerPage::serverOf(const std::string &key) const
{
    const std::string rest = key.substr(key.find(':') + 1);
    return rest.substr(0, rest.rfind(':'));
}

shell::Place PowerPage::placeOf(const std::string &key) const { return "server:" + serverOf(key); }

std::vector<models::Choice> PowerPage::ownChoices(const std::vector<std::string> &keys) const
{
    std::vector<models::Choice> all;
    const auto said = m_answers.find(keys.front());
    const QString state = said == m_answers.end() || said->second.failed ? QString() : said->second.state;
    for (const auto &[word, what] : words) {
        plan::Goal goal;
        goal.object = "server:" + serverOf(keys.front());
        goal.server = word; // only choose() reads it
        models::Choice one;
        one.text = what == plan::Power::Off ? tr("Power off") : what == plan::Power::On ? tr("Power on") : tr("Power-cycle");
        one.risk = what == plan::Power::On ? machine::Risk::Safe : machine::Risk::StopsService;
        one.whyNot = keys.size() > 1 ? tr("One server at a time") : what == plan::Power::Off && state == QStringLiteral("off") ? tr("It is off") : what == plan::Power::On && state == QStringLiteral("on") ? tr("It is on") : QString();
        one.goals = {goal};
        all.push_back(std::move(one));
    }
    return all;
}

void PowerPage::choose(const std::vector<plan::Goal> &goals)
{
    for (const auto &[word, what] : words)
        if (!goals.empty() && goals.front().server == word)
            desk().show(cluster().power(models::placeName(goals.front().object), what, true));
}

} // namespace pages
