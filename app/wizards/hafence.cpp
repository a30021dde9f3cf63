// SPDX-License-Identifier: GPL-3.0-or-later
// Who switches a dead server off, and how: for each server a device, with the form that its agent's own metadata describes.
#include "app/models/ha.h"
#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/hafenceform.h"
#include "app/wizards/hasetup.h"

#include <QComboBox>
#include <QHBoxLayout>
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
        , m_agent(new QComboBox), m_form(new HaFenceForm(draft)), m_test(shell::button(QStringLiteral("hasetup.test"), tr("Ask the device now")))
        , m_copy(shell::button(QStringLiteral("hasetup.copy"), tr("The same for the others"))), m_answer(new shell::Notice(QStringLiteral("hasetup.answer"))), m_intro(shell::dimLabel())
    {
        m_agent->setObjectName(QStringLiteral("hasetup.agent"));
        m_agent->setAccessibleName(tr("Fence agent"));
        m_servers->setAccessibleName(tr("Fence devices"));
        m_servers->setMinimumWidth(250);
        m_copy->setToolTip(tr("Gives this agent with its user, password and options to the servers without a device; their addresses and outlets stay to be filled in."));
        auto *head = new QHBoxLayout;
        head->addWidget(shell::label(tr("Agent"), shell::theme::strong()));
        head->addWidget(m_agent, 1);
        auto *foot = new QHBoxLayout;
        foot->addWidget(m_copy);
        foot->addStretch();
        foot->addWidget(m_test);
        auto *right = new QVBoxLayout;
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
        setFocusProxy(m_servers);
        connect(m_servers, &shell::TableView::choiceChanged, this, [this] { choose(); });
        connect(m_agent, &QComboBox::activated, this, [this] { takeAgent(); });
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
    const ha::FenceDeviceSpec *device() const
    {
        const auto at = draft().spec.fencing.find(m_server);
        return at == draft().spec.fencing.end() || at->second.empty() ? nullptr : &at->second.front();
    }

    void rememberKnown()
    {
        for (const ha::Member &m : draft().spec.members)
            if (const inventory::Server *server = cluster().world().server(m.server); server != nullptr && server->inventory)
                draft().known.insert(server->inventory->ha.secretFiles.begin(), server->inventory->ha.secretFiles.end());
    }

    void fillServers()
    {
        std::vector<models::Row> rows;
        for (const ha::Member &m : draft().spec.members) {
            const auto at = draft().spec.fencing.find(m.server);
            models::Cell cell{tr("none"), {}, models::Tone::Warning};
            if (at != draft().spec.fencing.end() && !at->second.empty()) {
                const ha::FenceDeviceSpec &d = at->second.front();
                cell = {models::q(d.id + ", " + d.agent), {}, models::Tone::Ok};
                for (const inventory::SpecProblem &p : draft().problems(cluster().world()))
                    if (p.fatal && p.field.starts_with("fencing." + m.server + "."))
                        cell = {models::q(d.id + ", " + d.agent), {}, models::Tone::Error, -1, models::q(p.text)};
            }
            rows.push_back({m.server, {models::cell(m.server), cell}});
        }
        m_servers->table()->setRows(std::move(rows), false);
    }

    void fillAgents()
    {
        const std::vector<std::string> agents = draft().agents(cluster().world());
        m_agent->clear();
        m_agent->addItem(agents.empty() ? tr("none is installed on all of them") : tr("no device"), QString());
        for (const std::string &agent : agents)
            m_agent->addItem(models::q(agent), models::q(agent));
        const ha::FenceDeviceSpec *one = device();
        if (one != nullptr && m_agent->findData(models::q(one->agent)) < 0)
            m_agent->addItem(models::q(one->agent), models::q(one->agent));
        m_agent->setCurrentIndex(one == nullptr ? 0 : m_agent->findData(models::q(one->agent)));
        m_agent->setEnabled(!agents.empty() || one != nullptr);
        m_intro->setText(agents.empty() ? tr("No fence agent is installed on all of these servers: install the package with the fence agents (fence-agents-…) on each. Without fencing a server that hangs may still write while its targets are mounted elsewhere; Pacemaker then rather starts nothing.")
                                        : tr("Before targets of a dead server are mounted elsewhere, it must be switched off for certain. Its BMC or its outlet does that. The partner asks the device, so it must be reachable from there."));
    }

    void choose()
    {
        const std::vector<std::string> chosen = m_servers->chosen();
        const std::string server = chosen.empty() ? std::string() : chosen.front();
        if (std::exchange(m_server, server) == server)
            return;
        m_answer->clear();
        fillAgents();
        askMetadata();
        showForm();
    }

    void takeAgent()
    {
        const std::string agent = m_agent->currentData().toString().toStdString();
        m_answer->clear();
        if (agent.empty())
            draft().spec.fencing.erase(m_server);
        else if (!m_server.empty())
            draft().setAgent(m_server, 0, agent);
        emit changed();
    }

    /// Of the agents that are chosen, each once: any member has them.
    void askMetadata()
    {
        for (const auto &[server, devices] : draft().spec.fencing)
            for (const ha::FenceDeviceSpec &d : devices)
                if (!d.agent.empty() && m_asked.insert(d.agent).second)
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
        for (auto &[server, devices] : draft().spec.fencing)
            for (ha::FenceDeviceSpec &d : devices)
                if (d.agent == agent)
                    draft().settle(server, d);
        emit changed();
    }

    void showForm()
    {
        m_form->show(m_server, 0);
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

    QString whyNoTest() const
    {
        const ha::FenceDeviceSpec *one = device();
        if (one == nullptr)
            return tr("There is no device");
        if (one->secretName.empty() || partnerHas(one->secretName))
            return {};
        return tr("The plan brings the password to the servers; %1 can ask the device after that").arg(models::q(partner()));
    }

    void test()
    {
        const ha::FenceDeviceSpec *one = device();
        protocol::Json args{{"agent", one->agent}, {"parameters", one->parameters}};
        if (!one->secretName.empty())
            args["secretFile"] = one->secretName;
        m_test->setEnabled(false);
        m_answer->show(models::Tone::Working, tr("%1 asks the device …").arg(models::q(partner())));
        cluster().ask(partner(), protocol::Verb::PowerState, args, this, [this, server = m_server, by = partner()](const base::Result<protocol::Json> &answer) {
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
    QComboBox *m_agent;
    HaFenceForm *m_form;
    QPushButton *m_test, *m_copy;
    shell::Notice *m_answer;
    QLabel *m_intro;
    std::string m_server;
    std::set<std::string> m_asked;
};

} // namespace

HaStep *haFenceStep(HaDraft &draft, shell::Cluster &cluster) { return new HaFenceStep(draft, cluster); }

} // namespace wizards
