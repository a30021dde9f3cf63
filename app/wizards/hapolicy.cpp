// SPDX-License-Identifier: GPL-3.0-or-later
// How Pacemaker decides, each with the reason of its default; and which targets it gets.
#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/wizards/hasetup.h"
#include "core/ha/corosync.h"
#include "core/ha/propose.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

class HaPolicyStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaPolicyStep)
public:
    HaPolicyStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster), m_failback(new QComboBox), m_quorum(new QComboBox), m_threshold(spin(QStringLiteral("hasetup.threshold"), 1, 100, {}))
        , m_timeout(spin(QStringLiteral("hasetup.timeout"), 0, 1440, tr(" min"))), m_token(spin(QStringLiteral("hasetup.token"), 0, 60'000, tr(" ms"))), m_lustre(new QCheckBox(tr("Watch it")))
        , m_device(new QComboBox), m_nids(new QLineEdit), m_crypto(new QComboBox), m_qdevice(new QLineEdit), m_algorithm(new QComboBox)
    {
        auto *body = new QWidget;
        m_grid = new QGridLayout(body);
        m_grid->setContentsMargins(0, 0, 8, 0);
        m_grid->setHorizontalSpacing(20);
        m_grid->setVerticalSpacing(14);
        m_failback->addItem(tr("by hand"));
        m_failback->addItem(tr("by itself"));
        m_failback->setObjectName(QStringLiteral("hasetup.failback"));
        for (const char *policy : {"stop", "freeze", "suicide"})
            m_quorum->addItem(QLatin1String(policy));
        m_quorum->setObjectName(QStringLiteral("hasetup.noquorum"));
        m_token->setSpecialValueText(tr("by rule"));
        m_lustre->setObjectName(QStringLiteral("hasetup.lustre"));
        m_device->setObjectName(QStringLiteral("hasetup.lnetdevice"));
        m_nids->setObjectName(QStringLiteral("hasetup.lnetnids"));
        m_nids->setPlaceholderText(QStringLiteral("10.10.1.1@tcp 10.10.1.2@tcp"));
        row(tr("Failback"), m_failback, tr("A target that moves interrupts its clients once more. When its server is back, you move it home at a time that suits them: Fail back on its page, or Move targets home on the server's."));
        row(tr("Failures until it moves"), m_threshold, tr("A target that fails so often on a server is started on its partner. Three leaves room for a hiccup of the storage."));
        row(tr("Failures are forgotten after"), m_timeout, tr("A disk path that comes back needs minutes, not seconds. After 20 minutes of quiet the server may have the target again; nothing moves for that alone."));
        row(tr("Without quorum"), m_quorum, tr("stop: who is in the minority stops its targets, so that the majority can have them. That is what keeps a target from being mounted twice."));
        row(tr("Token time"), m_token, tr("After so long without a sign a server counts as dead. Busy servers miss shorter times and would be fenced for it; by rule it is %1 ms for this cluster.").arg(ha::effectiveToken({})));
        m_rule = static_cast<QLabel *>(m_grid->itemAtPosition(4, 2)->widget());
        row(tr("Lustre's own health check"), m_lustre, tr("A server on which Lustre says that it is not healthy gives its targets to a well one."));
        row(tr("Watch LNet on"), m_device, tr("A server whose LNet is dead serves nobody, though it lives: its targets go to one that is reached."));
        row(tr("by reaching one of"), m_nids, tr("NIDs outside this cluster, such as routers or other servers. Two or more: one that is down for maintenance must not look like a dead network."));
        makeMembership();
        auto *scroll = new QScrollArea;
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidget(body);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->addWidget(scroll);
        shell::beginAt(this, m_failback);
        follow();
    }

    QString heading() const override { return tr("Policies"); }
    std::vector<std::string> fields() const override { return {"tokenMs", "consensusMs", "crypto", "qdevice", "health"}; }

    void show() override
    {
        m_loading = true;
        const ha::ClusterSpec &spec = draft().spec;
        m_failback->setCurrentIndex(spec.policy.failback == ha::Failback::Automatic ? 1 : 0);
        m_threshold->setValue(spec.policy.migrationThreshold);
        m_timeout->setValue(spec.policy.failureTimeoutSeconds / 60);
        m_quorum->setCurrentIndex(std::max(0, m_quorum->findText(models::q(spec.policy.noQuorum))));
        m_token->setValue(spec.tokenMs);
        ha::ClusterSpec byRule = spec;
        byRule.tokenMs = 0;
        m_rule->setText(tr("After so long without a sign a server counts as dead. Busy servers miss shorter times and would be fenced for it; by rule it is %1 ms for this cluster.").arg(ha::effectiveToken(byRule)));
        m_lustre->setChecked(spec.health.lustre);
        fillDevices();
        showMembership();
        if (!m_nids->hasFocus())
            m_nids->setText(models::plainList(spec.health.lnetNids, 100).replace(QStringLiteral(", "), QStringLiteral(" ")));
        m_nids->setEnabled(m_device->currentIndex() > 0);
        m_loading = false;
    }

private:
    static QSpinBox *spin(const QString &name, int least, int most, const QString &suffix)
    {
        auto *made = new QSpinBox;
        made->setObjectName(name);
        made->setRange(least, most);
        made->setSuffix(suffix);
        return made;
    }

    void row(const QString &text, QWidget *field, const QString &why)
    {
        const int at = m_rows++;
        auto *label = new QLabel(text);
        label->setBuddy(field);
        field->setAccessibleName(text);
        m_grid->addWidget(label, at, 0, Qt::AlignTop);
        m_grid->addWidget(field, at, 1, Qt::AlignTop);
        label->setMinimumHeight(28);
        auto *reason = shell::dimLabel(why);
        reason->setContentsMargins(0, 5, 0, 0);
        m_grid->addWidget(reason, at, 2, Qt::AlignTop);
        m_grid->setColumnStretch(2, 1);
        field->setFixedWidth(210);
    }

    /// What stands in corosync.conf: how its messages are protected, and who breaks the tie.
    void makeMembership()
    {
        for (const auto &[cipher, hash] : cryptos())
            m_crypto->addItem(models::q(cipher == "none" ? std::string("none") : cipher + ", " + hash));
        m_crypto->setObjectName(QStringLiteral("hasetup.crypto"));
        m_qdevice->setObjectName(QStringLiteral("hasetup.qdevice"));
        m_qdevice->setPlaceholderText(tr("none"));
        for (const char *algorithm : {"ffsplit", "lms"})
            m_algorithm->addItem(QLatin1String(algorithm));
        m_algorithm->setObjectName(QStringLiteral("hasetup.qdevice.algorithm"));
        row(tr("Corosync's messages"), m_crypto, tr("Encrypted and signed with a key that only the members have: who is in the network can neither read them nor join. none is for networks that nobody else reaches."));
        row(tr("Quorum device"), m_qdevice, tr("A host outside, with corosync-qnetd, that says which half goes on when a cluster of an even number is cut in two. Two servers with working fencing need none."));
        row(tr("It decides by"), m_algorithm, tr("ffsplit: exactly one half goes on. lms: a single server that is left may go on."));
    }

    static const std::vector<std::pair<std::string, std::string>> &cryptos()
    {
        static const std::vector<std::pair<std::string, std::string>> all{{"aes256", "sha256"}, {"aes256", "sha512"}, {"aes128", "sha256"}, {"none", "none"}};
        return all;
    }

    void showMembership()
    {
        const ha::ClusterSpec &spec = draft().spec;
        const auto at = std::find(cryptos().begin(), cryptos().end(), std::pair(spec.crypto.cipher, spec.crypto.hash));
        m_crypto->setCurrentIndex(at == cryptos().end() ? -1 : static_cast<int>(at - cryptos().begin()));
        if (!m_qdevice->hasFocus())
            m_qdevice->setText(spec.qdevice ? models::q(spec.qdevice->host) : QString());
        m_algorithm->setCurrentIndex(spec.qdevice ? std::max(0, m_algorithm->findText(models::q(spec.qdevice->algorithm))) : 0);
        m_algorithm->setEnabled(spec.qdevice.has_value());
        for (QWidget *field : std::initializer_list<QWidget *>{m_crypto, m_qdevice})
            field->setEnabled(!draft().changing); // a running Corosync takes neither by itself
    }

    void takeQdevice()
    {
        const std::string host = m_qdevice->text().trimmed().toStdString(), algorithm = m_algorithm->currentText().toStdString();
        change([&](ha::ClusterSpec &s) { s.qdevice = host.empty() ? std::optional<ha::QuorumDevice>() : ha::QuorumDevice{host, algorithm}; });
    }

    template <class Change> void change(Change what)
    {
        if (m_loading)
            return;
        what(draft().spec);
        emit changed();
    }

    void follow()
    {
        connect(m_failback, &QComboBox::activated, this, [this](int at) { change([at](ha::ClusterSpec &s) { s.policy.failback = at == 1 ? ha::Failback::Automatic : ha::Failback::Manual; }); });
        connect(m_quorum, &QComboBox::activated, this, [this] { change([this](ha::ClusterSpec &s) { s.policy.noQuorum = m_quorum->currentText().toStdString(); }); });
        connect(m_threshold, &QSpinBox::valueChanged, this, [this](int n) { change([n](ha::ClusterSpec &s) { s.policy.migrationThreshold = n; }); });
        connect(m_timeout, &QSpinBox::valueChanged, this, [this](int n) { change([n](ha::ClusterSpec &s) { s.policy.failureTimeoutSeconds = n * 60; }); });
        connect(m_token, &QSpinBox::valueChanged, this, [this](int n) { change([n](ha::ClusterSpec &s) { s.tokenMs = n; }); });
        connect(m_lustre, &QCheckBox::toggled, this, [this](bool on) { change([on](ha::ClusterSpec &s) { s.health.lustre = on; }); });
        connect(m_crypto, &QComboBox::activated, this, [this](int at) {
            change([at](ha::ClusterSpec &s) { s.crypto = {cryptos()[static_cast<std::size_t>(at)].first, cryptos()[static_cast<std::size_t>(at)].second}; });
        });
        connect(m_qdevice, &QLineEdit::textEdited, this, [this] { takeQdevice(); });
        connect(m_algorithm, &QComboBox::activated, this, [this] { takeQdevice(); });
        connect(m_device, &QComboBox::activated, this, [this] { takeDevice(); });
        connect(m_nids, &QLineEdit::textEdited, this, [this](const QString &text) {
            change([&](ha::ClusterSpec &s) {
                s.health.lnetNids.clear();
                for (const QString &nid : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
                    s.health.lnetNids.push_back(nid.toStdString());
            });
        });
    }

    /// Interfaces with one name on all members, as healthLNET wants it.
    std::set<std::string> commonDevices() const
    {
        std::set<std::string> common;
        bool any = false;
        for (const ha::Member &m : draft().spec.members) {
            const inventory::World world = cluster().world();
            const inventory::Server *server = world.server(m.server);
            std::set<std::string> here;
            if (server != nullptr && server->inventory)
                for (const protocol::NetworkInterface &i : server->inventory->interfaces)
                    if (i.up && i.type != "loopback")
                        here.insert(i.name);
            if (any)
                std::erase_if(common, [&](const std::string &name) { return !here.contains(name); });
            else
                common = here;
            any = true;
        }
        return common;
    }

    void fillDevices()
    {
        std::vector<BoxItem> items{{tr("not watched"), QString()}};
        const std::string carrier = ha::lnetWatch(cluster().world(), draft().servers()).lnetDevice;
        for (const std::string &name : commonDevices())
            items.emplace_back(name == carrier ? tr("%1   carries LNet").arg(models::q(name)) : models::q(name), models::q(name));
        fillBox(*m_device, items);
        const ha::HealthSpec &health = draft().spec.health;
        m_device->setCurrentIndex(health.lnetNids.empty() && !m_device->property("chosen").toBool() ? 0 : std::max(0, m_device->findData(models::q(health.lnetDevice))));
    }

    /// Begins with servers outside the cluster that are reached over LNet now.
    void takeDevice()
    {
        const std::string device = m_device->currentData().toString().toStdString();
        m_device->setProperty("chosen", !device.empty());
        change([&](ha::ClusterSpec &s) {
            s.health.lnetDevice = device;
            s.health.lnetNids = device.empty() ? std::vector<std::string>() : s.health.lnetNids;
            if (!device.empty() && s.health.lnetNids.empty())
                s.health.lnetNids = ha::lnetWatch(cluster().world(), draft().servers()).lnetNids;
        });
    }

    QGridLayout *m_grid = nullptr;
    int m_rows = 0;
    QComboBox *m_failback, *m_quorum;
    QSpinBox *m_threshold, *m_timeout, *m_token;
    QCheckBox *m_lustre;
    QComboBox *m_device;
    QLineEdit *m_nids;
    QComboBox *m_crypto;
    QLineEdit *m_qdevice;
    QComboBox *m_algorithm;
    QLabel *m_rule = nullptr;
    bool m_loading = false;
};

class HaTargetStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaTargetStep)
public:
    HaTargetStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster), m_list(new QListWidget), m_count(shell::dimLabel()), m_all(shell::button(QStringLiteral("hasetup.alltargets"), tr("All"))), m_none(shell::button(QStringLiteral("hasetup.notargets"), tr("None")))
    {
        m_list->setObjectName(QStringLiteral("hasetup.targets"));
        m_list->setAccessibleName(tr("Targets"));
        auto *row = new QHBoxLayout;
        row->addWidget(m_count, 1);
        row->addWidget(m_all);
        row->addWidget(m_none);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(8);
        column->addWidget(shell::dimLabel(tr("These are handed over as they are: what is mounted stays mounted. From then on Pacemaker starts, stops and moves them, also when you press the buttons here. The others stay with this program.")));
        column->addLayout(row);
        column->addWidget(m_list, 1);
        shell::beginAt(this, m_list);
        connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
            if (m_loading)
                return;
            const std::string id = item->data(Qt::UserRole).toString().toStdString();
            item->checkState() == Qt::Checked ? (void)this->draft().spec.resources.insert(id) : (void)this->draft().spec.resources.erase(id);
            emit changed();
        });
        connect(m_all, &QPushButton::clicked, this, [this] { setAll(true); });
        connect(m_none, &QPushButton::clicked, this, [this] { setAll(false); });
    }

    QString heading() const override { return tr("Targets"); }
    std::vector<std::string> fields() const override { return {"resources"}; }

    void show() override
    {
        m_loading = true;
        const inventory::World world = cluster().world();
        const std::vector<inventory::ObjectId> targets = draft().targets(world);
        makeItems(targets);
        for (int i = 0; i < m_list->count(); ++i) {
            const inventory::ObjectId &id = targets[static_cast<std::size_t>(i)];
            const inventory::Target &t = *world.target(id);
            QListWidgetItem *item = m_list->item(i);
            item->setText(models::q(t.label + "   " + (t.active.empty() ? "not mounted" : "mounted on " + t.active) + (t.servers.size() < 2 ? ", one server only: it cannot fail over" : "")));
            item->setCheckState(draft().spec.resources.contains(id) ? Qt::Checked : Qt::Unchecked);
        }
        m_count->setText(targets.empty() ? tr("No target has only these servers; the cluster can be made all the same.")
                                         : tr("%1 of %2 targets are handed over.").arg(draft().spec.resources.size()).arg(targets.size()));
        m_loading = false;
    }

private:
    /// Anew only when there are others: where the person is in the list stays.
    void makeItems(const std::vector<inventory::ObjectId> &targets)
    {
        bool same = m_list->count() == static_cast<int>(targets.size());
        for (int i = 0; same && i < m_list->count(); ++i)
            same = m_list->item(i)->data(Qt::UserRole).toString() == models::q(targets[static_cast<std::size_t>(i)]);
        if (same)
            return;
        m_list->clear();
        for (const inventory::ObjectId &id : targets) {
            auto *item = new QListWidgetItem(m_list);
            item->setData(Qt::UserRole, models::q(id));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        }
    }

    void setAll(bool on)
    {
        draft().spec.resources.clear();
        for (const inventory::ObjectId &id : draft().targets(cluster().world()))
            if (on)
                draft().spec.resources.insert(id);
        emit changed();
    }

    QListWidget *m_list;
    QLabel *m_count;
    QPushButton *m_all, *m_none;
    bool m_loading = false;
};

} // namespace

HaStep *haPolicyStep(HaDraft &draft, shell::Cluster &cluster) { return new HaPolicyStep(draft, cluster); }
HaStep *haTargetStep(HaDraft &draft, shell::Cluster &cluster) { return new HaTargetStep(draft, cluster); }

} // namespace wizards
