// SPDX-License-Identifier: GPL-3.0-or-later
// One table of all volumes that are free; many can be chosen and given a role at once. Content that would be destroyed is named
// below, volume by volume, and wants a tick each.
#include "app/models/table.h"
#include "app/models/words.h"
#include "app/pages/listpage.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/create.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

QString roleWord(Role role)
{
    switch (role) {
    case Role::Mgt: return QStringLiteral("MGT");
    case Role::Mdt: return QStringLiteral("MDT");
    case Role::Ost: return QStringLiteral("OST");
    case Role::None: break;
    }
    return QStringLiteral("–");
}

class VolumeStep final : public Step {
    Q_DECLARE_TR_FUNCTIONS(wizards::VolumeStep)
public:
    VolumeStep(Draft &draft, const shell::Cluster &cluster)
        : Step(draft, cluster)
        , m_table(new shell::TableView(QStringLiteral("create.volumes"), new models::Table({
              {QStringLiteral("use"), tr("Use as"), 80},
              {QStringLiteral("name"), tr("Volume"), 100},
              {QStringLiteral("size"), tr("Size"), 70, true},
              {QStringLiteral("primary"), tr("Primary"), 80},
              {QStringLiteral("failover"), tr("Failover"), 80},
              {QStringLiteral("content"), tr("What is on it"), 160},
          })))
        , m_counts(shell::dimLabel())
        , m_content(new QWidget), m_contentRows(new QVBoxLayout)
    {
        m_table->setEmptyText(tr("No volume is free. Those that cannot be used, and why, are on the page Volumes."));
        m_table->sortBy(QStringLiteral("name"));
        auto *filter = pages::filterField(m_table);
        auto *tools = new QHBoxLayout;
        tools->addWidget(filter, 1);
        tools->addWidget(m_counts, 1);
        m_counts->setWordWrap(false);
        m_counts->setObjectName(QStringLiteral("create.counts"));
        for (const Role role : {Role::Mgt, Role::Mdt, Role::Ost, Role::None}) {
            const QString text = role == Role::None ? tr("Do not use") : tr("Use as %1").arg(roleWord(role));
            auto *b = shell::button(QStringLiteral("create.use") + (role == Role::None ? QStringLiteral("None") : roleWord(role)), text);
            m_buttons[role] = b;
            tools->addWidget(b);
            connect(b, &QPushButton::clicked, this, [this, role] { give(role); });
        }
        shortcut(Qt::Key_M, Role::Mdt);
        shortcut(Qt::Key_O, Role::Ost);
        shortcut(Qt::Key_G, Role::Mgt);
        shortcut(Qt::Key_Delete, Role::None);
        auto *scroll = new QScrollArea;
        scroll->setWidget(m_content);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setMaximumHeight(150);
        m_scroll = scroll;
        m_content->setLayout(m_contentRows);
        m_contentRows->setContentsMargins(0, 4, 0, 4);
        m_contentRows->setSpacing(4);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->addLayout(tools);
        column->addWidget(m_table, 1);
        column->addWidget(scroll);
        shell::beginAt(this, m_table);
        connect(m_table, &shell::TableView::choiceChanged, this, [this] { enable(); });
    }

    QString heading() const override { return tr("Volumes"); }

    bool concerns(const inventory::SpecProblem &p) const override
    {
        return p.field == "targets" || p.field.find("].volume") != std::string::npos || p.field.find("].primary") != std::string::npos
            || p.field.find("].failover") != std::string::npos || p.field == "existingMgs";
    }

    void show(const std::vector<inventory::SpecProblem> &problems) override
    {
        const inventory::World world = cluster().world();
        std::map<std::string, const inventory::SpecProblem *> wrong;
        for (const inventory::SpecProblem &p : problems)
            if (const std::string volume = draft().volumeOf(p, world); !volume.empty())
                wrong.emplace(volume, &p);
        std::vector<models::Row> rows;
        for (const auto &[id, volume] : world->volumes)
            if (volume.usable() || draft().roles.count(id) != 0)
                rows.push_back(row(id, volume, wrong));
        m_table->table()->setRows(std::move(rows), false);
        m_counts->setText(tr("%1 MDTs, %2 OSTs chosen").arg(draft().count(Role::Mdt)).arg(draft().count(Role::Ost)));
        m_buttons[Role::Mgt]->setVisible(draft().mgs == MgsWay::Separate && !draft().adding);
        askAboutContent(world);
        enable();
    }

private:
    void shortcut(int key, Role role)
    {
        auto *made = new QShortcut(QKeySequence(key), m_table, nullptr, nullptr, Qt::WidgetShortcut);
        connect(made, &QShortcut::activated, this, [this, role] {
            if (!m_buttons[role]->isHidden())
                give(role);
        });
    }

    models::Row row(const std::string &id, const inventory::Volume &volume, const std::map<std::string, const inventory::SpecProblem *> &wrong) const
    {
        const auto at = draft().roles.find(id);
        const Role role = at == draft().roles.end() ? Role::None : at->second;
        models::Cell use = models::cell(roleWord(role));
        use.sort = QString::number(role == Role::None ? 9 : static_cast<int>(role)) + models::q(volume.name);
        if (const auto problem = wrong.find(id); problem != wrong.end()) {
            use.tone = problem->second->fatal ? models::Tone::Error : models::Tone::Warning;
            use.tip = models::q(problem->second->text);
        } else if (role != Role::None) {
            use.tone = models::Tone::Ok;
        }
        models::Cell content = models::cell(volume.hasContent ? volume.signature.text() : std::string());
        content.tone = volume.hasContent ? models::Tone::Warning : models::Tone::None;
        return {id, {use, models::cell(volume.name), models::bytes(volume.size), models::cell(volume.primary), models::cell(volume.failover), content}};
    }

    void give(Role role)
    {
        for (const std::string &id : m_table->chosen()) {
            if (role == Role::None)
                draft().roles.erase(id);
            else
                draft().roles[id] = role;
            draft().agreed.erase(id);
        }
        emit changed();
    }

    void enable()
    {
        const bool some = !m_table->chosen().empty();
        for (const auto &[role, b] : m_buttons)
            b->setEnabled(some);
        m_buttons[Role::Mgt]->setEnabled(m_table->chosen().size() == 1);
    }

    void askAboutContent(const inventory::World &world)
    {
        std::vector<std::string> asked;
        for (const auto &[id, role] : draft().roles)
            if (const inventory::Volume *volume = world.volume(id); volume != nullptr && volume->hasContent)
                asked.push_back(id);
        m_scroll->setVisible(!asked.empty());
        if (asked == m_asked)
            return;
        m_asked = asked;
        while (QLayoutItem *item = m_contentRows->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        for (const std::string &id : asked) {
            const inventory::Volume &volume = *world.volume(id);
            auto *tick = new QCheckBox(tr("Destroy what is on %1: %2").arg(models::q(volume.name), models::q(volume.signature.text())));
            tick->setObjectName(QStringLiteral("create.destroy.") + models::q(volume.name));
            tick->setChecked(draft().agreed.count(id) != 0);
            m_contentRows->addWidget(tick);
            connect(tick, &QCheckBox::toggled, this, [this, id](bool on) {
                on ? void(draft().agreed.insert(id)) : void(draft().agreed.erase(id));
                emit changed();
            });
        }
    }

    shell::TableView *m_table;
    QLabel *m_counts;
    QWidget *m_content;
    QScrollArea *m_scroll;
    QVBoxLayout *m_contentRows;
    std::map<Role, QPushButton *> m_buttons;
    std::vector<std::string> m_asked;
};

} // namespace

Step *volumeStep(Draft &draft, const shell::Cluster &cluster) { return new VolumeStep(draft, cluster); }

} // namespace wizards
