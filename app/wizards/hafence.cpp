// SPDX-License-Identifier: GPL-3.0-or-later
// Who switches a dead server off, and how: for each server a device, with the form that its agent's own metadata describes.
#include "app/models/ha.h"
#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/hafenceform.h"
#include "app/wizards/hasetup.h"
#include "core/ha/knownagents.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPointer>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

class HaFenceStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaFenceStep)
public:
    HaFenceStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster)
        , m_servers(new shell::TableView(QStringLiteral("hasetup.fencing"), new models::Table({{QStringLiteral("server"), tr("Server"), 90}, {QStringLiteral("device"), tr("Fence device"), 150}})))
        , m_device(new QComboBox), m_add(shell::button(QStringLiteral("hasetup.device.add"), tr("Another device"), QStringLiteral("plus"), QStringLiteral("quiet")))
        , m_remove(shell::button(QStringLiteral("hasetup.device.remove"), tr("Remove"), QStringLiteral("trash-2"), QStringLiteral("quiet"))), m_agent(new QComboBox), m_form(new HaFenceForm(draft)), m_test(shell::button(QStringLiteral("hasetup.test"), tr("Ask the device now")))
        , m_copy(shell::button(QStringLiteral("hasetup.copy"), tr("The same for the others"))), m_answer(new shell::Notice(QStringLiteral("hasetup.answer"))), m_intro(shell::dimLabel())
    {
        m_agent->setObjectName(QStringLiteral("hasetup.agent"));
        m_agent->setAccessibleName(tr("Fence agent"));
        m_servers->setAccessibleName(tr("Fence devices"));
        m_servers->setMinimumWidth(250);
        m_copy->setToolTip(tr("Gives this agent with its user, password and options to the servers without a device; their addresses and outlets stay to be filled in."));
        m_device->setObjectName(QStringLiteral("hasetup.device"));
        m_device->setAccessibleName(tr("Device"));
        m_add->setToolTip(tr("A second device of this server: another level that is tried when the first fails, or on the same level a second power supply that must go off as well."));
        auto *devices = new QHBoxLayout;
        devices->addWidget(shell::label(tr("Device"), shell::theme::strong()));
        devices->addWidget(m_device, 1);
        devices->addWidget(m_add);
        devices->addWidget(m_remove);
        auto *head = new QHBoxLayout;
        head->addWidget(shell::label(tr("Agent"), shell::theme::strong()));
        head->addWidget(m_agent, 1);
        auto *foot = new QHBoxLayout;
        foot->addWidget(m_copy);
        foot->addStretch();
        foot->addWidget(m_test);
        auto *right = new QVBoxLayout;
        right->addLayout(devices);
        right->addLayout(head);
        right->addWidget(m_form, 1);
        right->addWidget(m_answer);
        right->addLayout(foot);
        auto *row = new QHBoxLayout;
        row->setSpacing(20);
        row->addWidget(m_servers, 2);
        row->addLayout(right, 3);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->addWidget(m_intro);
        column->addLayout(row, 1);
        shell::beginAt(this, m_servers);
        connect(m_servers, &shell::TableView::choiceChanged, this, [this] { choose(); });
        connect(m_agent, &QComboBox::activated, this, [this] { takeAgent(); });
        connect(m_device, &QComboBox::activated, this, [this](int at) { goTo(static_cast<std::size_t>(at)); });
        connect(m_add, &QPushButton::clicked, this, [this] {
            const std::vector<ha::FenceDeviceSpec> &there = this->devices();
            this->draft().setAgent(m_server, there.size(), there.empty() ? std::string() : there.back().agent);
            goTo(this->devices().size() - 1);
            emit changed();
        });
        connect(m_remove, &QPushButton::clicked, this, [this] {
            this->draft().removeDevice(m_server, m_place);
            goTo(m_place == 0 ? 0 : m_place - 1);
            emit changed();
        });
        connect(m_form, &HaFenceForm::changed, this, &HaStep::changed);
        connect(m_copy, &QPushButton::clicked, this, [this] {
            this->draft().copyDevice(m_server);
            emit changed();
        });
        connect(m_test, &QPushButton::clicked, this, [this] { test(); });
    }

    QString heading() const override { return tr("Fencing"); }
    std::vector<std::string> fields() const override { return {"fencing"}; }

    void show() override
    {
        rememberKnown();
        fillServers();
        if (m_servers->chosen().empty() && !draft().spec.members.empty())
            m_servers->choose(draft().spec.members.front().server);
        fillAgents();
        askMetadata();
        showForm();
    }

private:
    const std::vector<ha::FenceDeviceSpec> &devices() const
    {
        static const std::vector<ha::FenceDeviceSpec> none;
        const auto at = draft().spec.fencing.find(m_server);
        return at == draft().spec.fencing.end() ? none : at->second;
    }
    const ha::FenceDeviceSpec *device() const { return devices().size() <= m_place ? nullptr : &devices()[m_place]; }

    void goTo(std::size_t place)
    {
        m_place = place;
        m_answer->clear();
        fillAgents();
        askMetadata();
        showForm();
    }

    void rememberKnown()
    {
        const inventory::World world = cluster().world();
        for (const ha::Member &m : draft().spec.members)
            if (const inventory::Server *server = world.server(m.server); server != nullptr && server->inventory)
                draft().known.insert(server->inventory->ha.secretFiles.begin(), server->inventory->ha.secretFiles.end());
    }

    /// "BMC, fence_ipmilan; then PDU, fence_apc"
    static QString namesOf(const std::vector<ha::FenceDeviceSpec> &devices)
    {
        QString text;
        for (std::size_t i = 0; i < devices.size(); ++i) {
            const QString one = models::q(devices[i].id + ", " + devices[i].agent);
            text += i == 0 ? one : devices[i].level == devices[i - 1].level ? tr(" and %1").arg(one) : tr("; then %1").arg(one);
        }
        return text;
    }

    void fillServers()
    {
        std::vector<models::Row> rows;
        for (const ha::Member &m : draft().spec.members) {
            const auto at = draft().spec.fencing.find(m.server);
            models::Cell cell{tr("none"), {}, models::Tone::Warning};
            if (at != draft().spec.fencing.end() && !at->second.empty()) {
                cell = {namesOf(at->second), {}, models::Tone::Ok, -1, namesOf(at->second)};
                for (const inventory::SpecProblem &p : draft().problems(cluster().world()))
                    if (p.fatal && p.field.starts_with("fencing." + m.server + "."))
                        cell = {namesOf(at->second), {}, models::Tone::Error, -1, models::q(p.text)};
            }
            rows.push_back({m.server, {models::cell(m.server), cell}});
        }
        m_servers->table()->setRows(std::move(rows), false);
    }

    void fillAgents()
    {
        const std::vector<std::string> agents = draft().agents(cluster().world());
        std::vector<BoxItem> offered{{tr("no device"), QString()}};
        for (const std::string &agent : agents)
            offered.emplace_back(models::q(agent), models::q(agent));
        if (agents.empty())
            for (const ha::AgentMetadata &known : ha::knownAgents())
                offered.emplace_back(tr("%1   %2").arg(models::q(known.name), models::q(known.shortText)), models::q(known.name));
        const ha::FenceDeviceSpec *one = device();
        const QString its = one == nullptr ? QString() : models::q(one->agent);
        if (std::none_of(offered.begin(), offered.end(), [&](const BoxItem &item) { return item.second == its; }))
            offered.emplace_back(its, its);
        fillBox(*m_agent, offered);
        m_agent->setCurrentIndex(m_agent->findData(its));
        std::vector<BoxItem> places;
        for (const ha::FenceDeviceSpec &d : devices())
            places.emplace_back(tr("%1, level %2").arg(models::q(d.id)).arg(d.level), QString());
        fillBox(*m_device, places);
        m_device->setCurrentIndex(static_cast<int>(m_place));
        m_device->setEnabled(m_device->count() > 1);
        m_add->setEnabled(device() != nullptr);
        m_remove->setVisible(devices().size() > 1);
        m_intro->setText(agents.empty() ? tr("Before targets of a dead server are mounted elsewhere, it must be switched off for certain. No fence agent is installed on all of these servers yet: the plan installs them, and these are the common ones.")
                                        : tr("Before targets of a dead server are mounted elsewhere, it must be switched off for certain. Its BMC or its outlet does that. The partner asks the device, so it must be reachable from there."));
    }

    void choose()
    {
        const std::vector<std::string> chosen = m_servers->chosen();
        const std::string server = chosen.empty() ? std::string() : chosen.front();
        if (std::exchange(m_server, server) == server)
            return;
        goTo(0);
    }

    void takeAgent()
    {
        const std::string agent = m_agent->currentData().toString().toStdString();
        m_answer->clear();
        if (agent.empty())
            draft().removeDevice(m_server, m_place);
        else if (!m_server.empty())
            draft().setAgent(m_server, m_place, agent);
        m_place = std::min(m_place, devices().empty() ? 0 : devices().size() - 1);
        emit changed();
    }

    /// Of the agents that are chosen, each once: any member has them.
    void askMetadata()
    {
        for (const auto &[server, devices] : draft().spec.fencing)
            for (const ha::FenceDeviceSpec &d : devices)
                if (const ha::AgentMetadata *known = ha::knownAgent(d.agent); known != nullptr && !isInstalled(d.agent, server) && draft().metadata.try_emplace(d.agent, *known).second)
                    settleAll(d.agent);
                else if (!d.agent.empty() && isInstalled(d.agent, server) && m_asked.insert(d.agent).second)
                    cluster().ask(server, protocol::Verb::HaMetadata, {{"agent", d.agent}}, this, [this, agent = d.agent](const base::Result<protocol::Json> &answer) { took(agent, answer); });
    }

    void took(const std::string &agent, const base::Result<protocol::Json> &answer)
    {
        const auto parsed = answer ? ha::parseMetadata(protocol::textOf(*answer, "xml")) : base::Result<ha::AgentMetadata>(answer.error());
        if (!parsed) {
            m_asked.erase(agent); // a later visit asks again
            return m_answer->show(parsed.error());
        }
        draft().metadata[agent] = *parsed;
        settleAll(agent);
    }

    void settleAll(const std::string &agent)
    {
        for (auto &[server, devices] : draft().spec.fencing)
            for (ha::FenceDeviceSpec &d : devices)
                if (d.agent == agent)
                    draft().settle(server, d);
        QMetaObject::invokeMethod(this, [this, there = QPointer<shell::Cluster>(&cluster())] { // not while a step is being shown
            if (there)
                emit changed();
        }, Qt::QueuedConnection);
    }

    bool isInstalled(const std::string &agent, const std::string &server) const
    {
        const inventory::World world = cluster().world();
        const inventory::Server *host = world.server(server);
        const auto agents = host != nullptr && host->inventory ? host->inventory->ha.fenceAgents : std::vector<std::string>();
        return std::find(agents.begin(), agents.end(), agent) != agents.end();
    }

    void showForm()
    {
        m_form->show(m_server, m_place);
        const ha::FenceDeviceSpec *one = device();
        const bool described = one != nullptr && draft().metadata.contains(one->agent);
        const QString why = whyNoTest();
        m_test->setVisible(one != nullptr);
        m_test->setEnabled(why.isEmpty() && described);
        m_test->setToolTip(why.isEmpty() ? tr("Asks for the state of the outlet; nothing is switched.") : why);
        m_copy->setVisible(one != nullptr && draft().spec.members.size() > 1);
        m_copy->setEnabled(described && std::any_of(draft().spec.members.begin(), draft().spec.members.end(), [this](const ha::Member &m) {
            const auto at = draft().spec.fencing.find(m.server);
            return at == draft().spec.fencing.end() || at->second.empty();
        }));
    }

    /// The partner is who will ask the device, so it is who asks now.
    std::string partner() const
    {
        for (const ha::Member &m : draft().spec.members)
            if (m.server != m_server)
                return m.server;
        return m_server;
    }

    bool partnerHas(const std::string &secret) const
    {
        const inventory::World world = cluster().world();
        const inventory::Server *server = world.server(partner());
        const auto files = server != nullptr && server->inventory ? server->inventory->ha.secretFiles : std::vector<std::string>();
        return std::find(files.begin(), files.end(), secret) != files.end();
    }

    std::string typed(const ha::FenceDeviceSpec &device) const
    {
        const auto at = draft().passwords.find(device.secretName);
        return at == draft().passwords.end() ? std::string() : at->second;
    }

    QString whyNoTest() const
    {
        const ha::FenceDeviceSpec *one = device();
        if (one == nullptr)
            return tr("There is no device");
        if (!isInstalled(one->agent, partner()))
            return tr("The plan installs %1 on %2; it can ask the device after that").arg(models::q(one->agent), models::q(partner()));
        if (one->secretName.empty() || partnerHas(one->secretName))
            return {};
        return typed(*one).empty() ? tr("Type its password first: %1 asks the device with it").arg(models::q(partner())) : QString();
    }

    void test()
    {
        const ha::FenceDeviceSpec *one = device();
        protocol::Json args{{"agent", one->agent}, {"parameters", one->parameters}};
        protocol::Secrets secrets;
        if (const std::string password = typed(*one); !password.empty()) { // not on any server yet; it goes to the agent's standard input there
            args["secrets"] = protocol::Json::array({"password"});
            args["secretParameter"] = one->secretParameter.substr(0, one->secretParameter.find("_script"));
            secrets["password"] = password;
        } else if (!one->secretName.empty()) {
            args["secretFile"] = one->secretName;
        }
        m_test->setEnabled(false);
        m_answer->show(models::Tone::Working, tr("%1 asks the device …").arg(models::q(partner())));
        cluster().askWith(partner(), protocol::Verb::PowerState, args, secrets, this, [this, server = m_server, by = partner()](const base::Result<protocol::Json> &answer) {
            if (server != m_server)
                return;
            m_test->setEnabled(true);
            if (!answer)
                return m_answer->show(answer.error());
            QStringList outlets;
            for (const protocol::Json &outlet : protocol::member(*answer, "outlets"))
                outlets << models::q(protocol::textOf(outlet, "name") + ": " + protocol::textOf(outlet, "state"));
            m_answer->show(models::Tone::Ok, tr("The device answers to %1: %2").arg(models::q(by), outlets.join(QStringLiteral(", "))), tr("That it also switches the right server off is proven only by the fence test, on the server's page afterwards."));
        });
    }

    shell::TableView *m_servers;
    QComboBox *m_device;
    QPushButton *m_add, *m_remove;
    QComboBox *m_agent;
    HaFenceForm *m_form;
    QPushButton *m_test, *m_copy;
    shell::Notice *m_answer;
    QLabel *m_intro;
    std::string m_server;
    std::size_t m_place = 0; ///< of the device among those of m_server
    std::set<std::string> m_asked;
};

} // namespace

HaStep *haFenceStep(HaDraft &draft, shell::Cluster &cluster) { return new HaFenceStep(draft, cluster); }

} // namespace wizards
