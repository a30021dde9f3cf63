// SPDX-License-Identifier: GPL-3.0-or-later
// The first steps: who is in the cluster, and over which networks they talk.
#include "app/models/ha.h"
#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/hasetup.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

class HaServerStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaServerStep)
public:
    HaServerStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster), m_name(new QLineEdit), m_pairs(new shell::TableView(QStringLiteral("hasetup.pairs"), new models::Table(pairColumns()))), m_servers(new QListWidget)
        , m_count(shell::dimLabel())
    {
        m_name->setObjectName(QStringLiteral("hasetup.name"));
        m_name->setMaximumWidth(260);
        m_name->setAccessibleName(tr("Name of the cluster"));
        m_servers->setObjectName(QStringLiteral("hasetup.servers"));
        m_servers->setAccessibleName(tr("Servers"));
        m_pairs->setAccessibleName(tr("Proposed by shared disks"));
        m_pairs->setEmptyText(tr("No servers that share disks are without a cluster."));
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(6);
        column->addWidget(shell::label(tr("Proposed by shared disks"), shell::theme::strong()));
        column->addWidget(m_pairs, 2);
        column->addSpacing(8);
        column->addWidget(shell::label(tr("Servers"), shell::theme::strong()));
        column->addWidget(m_count);
        column->addWidget(m_servers, 3);
        column->addSpacing(8);
        column->addWidget(shell::label(tr("Name of the cluster"), shell::theme::strong()));
        column->addWidget(m_name);
        column->addWidget(shell::dimLabel(tr("Letters, digits, dots, - and _. Two clusters on one network need different names.")));
        shell::beginAt(this, m_pairs);
        connect(m_pairs, &shell::TableView::choiceChanged, this, [this] { takePair(); });
        connect(m_servers, &QListWidget::itemChanged, this, [this] { takeTicks(); });
        connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
            this->draft().named = true;
            this->draft().spec.name = text.toStdString();
            emit changed();
        });
    }

    QString heading() const override { return tr("Servers"); }
    std::vector<std::string> fields() const override { return {"name", "members"}; }

    void show() override
    {
        m_loading = true;
        const inventory::World world = cluster().world();
        if (!m_asked)
            m_proposals = ha::proposePairs(world);
        std::vector<models::Row> rows = models::proposalRows(m_proposals);
        for (models::Row &row : rows)
            row.cells.resize(3);
        m_pairs->table()->setRows(std::move(rows), false);
        m_asked = true;
        if (draft().spec.members.empty() && !m_proposals.empty())
            take(m_proposals.front());
        for (const ha::Proposal &p : m_proposals)
            if (p.servers == draft().servers() && m_pairs->chosen() != std::vector<std::string>{"pair:" + p.spec.name})
                m_pairs->choose("pair:" + p.spec.name);
        if (std::none_of(m_proposals.begin(), m_proposals.end(), [&](const ha::Proposal &p) { return p.servers == draft().servers(); }))
            m_pairs->clearSelection();
        fillServers(world);
        if (m_name->text() != models::q(draft().spec.name))
            m_name->setText(models::q(draft().spec.name));
        m_count->setText(tr("%n chosen; a cluster has 2 to 16.", nullptr, static_cast<int>(draft().spec.members.size())));
        m_loading = false;
    }

private:
    static std::vector<models::Column> pairColumns()
    {
        auto columns = models::proposalColumns();
        columns.resize(3);
        return columns;
    }

    void take(const ha::Proposal &proposal)
    {
        const auto name = draft().spec.name;
        const auto fencing = draft().spec.fencing;
        const auto policy = draft().spec.policy;
        draft().spec = proposal.spec;
        draft().spec.policy = policy;
        if (draft().named)
            draft().spec.name = name;
        for (const auto &[server, devices] : fencing)
            if (draft().isMember(server))
                draft().spec.fencing[server] = devices;
    }

    void takePair()
    {
        const std::vector<std::string> chosen = m_pairs->chosen();
        for (const ha::Proposal &p : m_proposals)
            if (!m_loading && !chosen.empty() && chosen.front() == "pair:" + p.spec.name && p.servers != draft().servers()) {
                take(p);
                return emit changed();
            }
    }

    void takeTicks()
    {
        if (m_loading)
            return;
        std::vector<std::string> servers;
        for (int i = 0; i < m_servers->count(); ++i)
            if (m_servers->item(i)->checkState() == Qt::Checked)
                servers.push_back(m_servers->item(i)->data(Qt::UserRole).toString().toStdString());
        draft().setServers(servers, cluster().world());
        emit changed();
    }

    static QString whyNot(const inventory::World &world, const inventory::Server &server)
    {
        if (const ha::HaCluster *other = world.clusterOf(server.name))
            return tr("in the cluster %1 already").arg(models::q(other->name));
        return server.up() ? QString() : tr("does not answer");
    }

    void fillServers(const inventory::World &world)
    {
        if (m_servers->count() != static_cast<int>(world->servers.size())) {
            m_servers->clear();
            for (const auto &[name, server] : world->servers) {
                auto *item = new QListWidgetItem(m_servers);
                item->setData(Qt::UserRole, models::q(name));
            }
        }
        for (int i = 0; i < m_servers->count(); ++i) {
            QListWidgetItem *item = m_servers->item(i);
            const std::string name = item->data(Qt::UserRole).toString().toStdString();
            const inventory::Server *server = world.server(name);
            const QString why = server == nullptr ? tr("is gone") : whyNot(world, *server);
            const bool member = draft().isMember(name);
            item->setText(why.isEmpty() ? models::q(name) : models::q(name) + QStringLiteral("   (") + why + QLatin1Char(')'));
            item->setFlags(why.isEmpty() || member ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable : Qt::NoItemFlags);
            item->setCheckState(member ? Qt::Checked : Qt::Unchecked);
        }
    }

    QLineEdit *m_name;
    shell::TableView *m_pairs;
    QListWidget *m_servers;
    QLabel *m_count;
    std::vector<ha::Proposal> m_proposals;
    bool m_asked = false, m_loading = false;
};

class HaRingStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaRingStep)
public:
    HaRingStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster), m_first(box(QStringLiteral("hasetup.ring0"), tr("Ring 0"))), m_second(box(QStringLiteral("hasetup.ring1"), tr("Ring 1")))
        , m_warning(new shell::Notice(QStringLiteral("hasetup.rings.warning")))
        , m_table(new shell::TableView(QStringLiteral("hasetup.addresses"), new models::Table({{QStringLiteral("server"), tr("Server"), 110}, {QStringLiteral("ring0"), tr("Ring 0"), 170}, {QStringLiteral("ring1"), tr("Ring 1"), 170}, {QStringLiteral("reach"), tr("Reaches the others"), 260}})))
        , m_again(shell::button(QStringLiteral("hasetup.ping"), tr("Ask again"), QStringLiteral("refresh-cw"), QStringLiteral("quiet")))
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(8);
        column->addWidget(shell::dimLabel(tr("The servers tell each other over these networks that they live. Only networks that all of them have an address in are offered; nothing is guessed and no interface is changed.")));
        auto *form = new QFormLayout;
        form->addRow(tr("Ring 0"), m_first);
        form->addRow(tr("Ring 1"), m_second);
        column->addLayout(form);
        column->addWidget(m_warning);
        column->addWidget(m_table, 1);
        auto *foot = new QHBoxLayout;
        foot->addWidget(shell::dimLabel(tr("Each server has just been asked to reach the others over both rings; nothing is configured for that.")), 1);
        foot->addWidget(m_again);
        column->addLayout(foot);
        m_again->setToolTip(tr("Lets each server send two packets to the others over each ring"));
        connect(m_again, &QPushButton::clicked, this, [this] {
            m_pinged.clear();
            show();
        });
        m_table->setAccessibleName(tr("Addresses"));
        m_warning->setClosable(false);
        shell::beginAt(this, m_first);
        for (QComboBox *one : {m_first, m_second})
            connect(one, &QComboBox::activated, this, [this] {
                this->draft().setRings(m_first->currentData().toString().toStdString(), m_second->currentData().toString().toStdString(), this->cluster().world());
                emit changed();
            });
    }

    QString heading() const override { return tr("Rings"); }
    std::vector<std::string> fields() const override { return {"members", "rings"}; }

    void show() override
    {
        const inventory::World world = cluster().world();
        const std::vector<ha::RingProposal> networks = ha::networksOf(world, draft().servers());
        const std::vector<std::string> rings = draft().rings(world);
        fillBox(*m_first, itemsOf(networks, {}));
        m_first->setCurrentIndex(rings.empty() ? -1 : m_first->findData(models::q(rings.front())));
        std::vector<BoxItem> others = itemsOf(networks, rings.empty() ? std::string() : rings.front());
        others.insert(others.begin(), {tr("none"), QString()});
        fillBox(*m_second, others);
        m_second->setCurrentIndex(rings.size() < 2 ? 0 : m_second->findData(models::q(rings[1])));
        ping();
        warn(networks);
        addresses(networks, rings);
    }

private:
    static QComboBox *box(const QString &name, const QString &text)
    {
        auto *made = new QComboBox;
        made->setObjectName(name);
        made->setAccessibleName(text);
        made->setMinimumWidth(420);
        return made;
    }

    static std::vector<BoxItem> itemsOf(const std::vector<ha::RingProposal> &networks, const std::string &without)
    {
        std::vector<BoxItem> items;
        for (const ha::RingProposal &n : networks)
            if (without.empty() || n.network != without)
                items.emplace_back(models::q(n.network) + QStringLiteral("   ") + models::q(n.why), models::q(n.network));
        return items;
    }

    using Cell = models::Cell;

    /// Addresses of the others, as this server has to reach them.
    std::vector<std::string> othersOf(const ha::Member &member) const
    {
        std::vector<std::string> all;
        for (const ha::Member &other : draft().spec.members)
            if (other.server != member.server)
                all.insert(all.end(), other.addresses.begin(), other.addresses.end());
        return all;
    }

    /// Each combination of addresses once.
    void ping()
    {
        for (const ha::Member &m : draft().spec.members) {
            const std::vector<std::string> others = othersOf(m);
            std::string key = m.server;
            for (const std::string &address : others)
                key += " " + address;
            m_key[m.server] = key;
            if (others.empty() || !m_pinged.try_emplace(key).second)
                continue;
            cluster().ask(m.server, protocol::Verb::HaState, {{"cib", false}, {"ping", others}}, this, [this, key](const base::Result<protocol::Json> &answer) {
                Pinged &one = m_pinged[key];
                one.done = true;
                one.why = answer ? QString() : models::q(answer.error().message);
                one.reach = answer ? protocol::member(*answer, "reach") : protocol::Json();
                show();
            });
        }
    }

    Cell reachCell(const std::string &server) const
    {
        const auto key = m_key.find(server);
        const auto at = key == m_key.end() ? m_pinged.end() : m_pinged.find(key->second);
        if (at == m_pinged.end())
            return models::cell(QStringLiteral("–"));
        const Pinged &one = at->second;
        if (!one.done)
            return {tr("asking …"), {}, models::Tone::Working};
        if (!one.reach.is_array())
            return {one.why.isEmpty() ? tr("not known: its agent is too old") : one.why, {}, models::Tone::Unknown, -1, one.why};
        QStringList silent, times;
        for (const protocol::Json &r : one.reach)
            if (!protocol::flagOf(r, "ok"))
                silent << models::q(protocol::textOf(r, "address"));
            else
                times << tr("%1 ms").arg(r.value("ms", 0.0), 0, 'f', 2);
        if (!silent.isEmpty())
            return {tr("not %1").arg(silent.join(QStringLiteral(", "))), {}, models::Tone::Error, -1, tr("No answer from %1.").arg(silent.join(QStringLiteral(", ")))};
        return {tr("yes, in %1").arg(times.join(QStringLiteral(", "))), {}, models::Tone::Ok};
    }

    QStringList unreached() const
    {
        QStringList texts;
        for (const auto &[server, key] : m_key)
            if (const auto at = m_pinged.find(key); at != m_pinged.end() && draft().isMember(server) && at->second.reach.is_array())
                for (const protocol::Json &r : at->second.reach)
                    if (!protocol::flagOf(r, "ok"))
                        texts << tr("%1 does not reach %2 (%3).").arg(models::q(server), models::q(protocol::textOf(r, "address")), models::q(protocol::textOf(r, "why")));
        return texts;
    }

    void warn(const std::vector<ha::RingProposal> &networks)
    {
        QStringList texts = unreached();
        for (const inventory::SpecProblem &p : draft().problems(cluster().world()))
            if (!p.fatal && p.field.starts_with("rings"))
                texts << models::q(p.text);
        if (networks.empty())
            m_warning->show(models::Tone::Error, tr("There is no network that all of these servers have an address in"), tr("Give them one, or leave out the server that has none."));
        else if (texts.isEmpty())
            m_warning->clear();
        else
            m_warning->show(models::Tone::Warning, texts.front(), texts.mid(1).join(QLatin1Char('\n')));
    }

    void addresses(const std::vector<ha::RingProposal> &networks, const std::vector<std::string> &rings)
    {
        std::vector<models::Row> rows;
        for (const ha::Member &m : draft().spec.members) {
            std::vector<models::Cell> cells{models::cell(m.server), models::cell(QStringLiteral("–")), models::cell(QStringLiteral("–")), reachCell(m.server)};
            for (std::size_t i = 0; i < m.addresses.size() && i < 2; ++i) {
                std::string interface;
                for (const ha::RingProposal &n : networks)
                    if (i < rings.size() && n.network == rings[i])
                        interface = " (" + n.interfaces.at(m.server) + ")";
                cells[i + 1] = models::cell(m.addresses[i] + interface);
            }
            rows.push_back({m.server, cells});
        }
        m_table->table()->setRows(std::move(rows), false);
    }

    struct Pinged {
        bool done = false;
        protocol::Json reach{}; ///< as ha.state gives it
        QString why{};
    };

    QComboBox *m_first, *m_second;
    shell::Notice *m_warning;
    shell::TableView *m_table;
    QPushButton *m_again;
    std::map<std::string, std::string> m_key; ///< server -> what it was asked last
    std::map<std::string, Pinged> m_pinged;
};

} // namespace

HaStep *haServerStep(HaDraft &draft, shell::Cluster &cluster) { return new HaServerStep(draft, cluster); }
HaStep *haRingStep(HaDraft &draft, shell::Cluster &cluster) { return new HaRingStep(draft, cluster); }

} // namespace wizards
