// SPDX-License-Identifier: GPL-3.0-or-later
// What will be written, word for word, before anything is.
#include "app/models/ha.h"
#include "app/models/words.h"
#include "app/shell/tabs.h"
#include "app/wizards/hasetup.h"
#include "core/ha/corosync.h"
#include "core/ha/wanted.h"

#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wizards {

namespace {

class HaSummaryStep final : public HaStep {
    Q_DECLARE_TR_FUNCTIONS(wizards::HaSummaryStep)
public:
    HaSummaryStep(HaDraft &draft, shell::Cluster &cluster)
        : HaStep(draft, cluster), m_facts(new shell::Facts(4)), m_warnings(new shell::Notice(QStringLiteral("hasetup.warnings"))), m_tabs(new shell::Tabs(QStringLiteral("hasetup.tabs")))
        , m_conf(shell::monoBox(QStringLiteral("hasetup.corosync"))), m_cib(shell::monoBox(QStringLiteral("hasetup.cib")))
    {
        auto *stack = new QStackedWidget;
        for (const auto &[text, box] : {std::pair(QStringLiteral("corosync.conf"), m_conf), std::pair(tr("Pacemaker"), m_cib)}) {
            m_tabs->addTab(text);
            stack->addWidget(box);
            box->setAccessibleName(text);
        }
        m_tabs->setAccessibleName(tr("What is written"));
        connect(m_tabs, &QTabBar::currentChanged, stack, &QStackedWidget::setCurrentIndex);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(10);
        column->addWidget(m_facts);
        column->addWidget(m_warnings);
        column->addWidget(m_tabs);
        column->addWidget(stack, 1);
        column->addWidget(shell::dimLabel(tr("Nothing is done yet. Next you see the plan with every command line, and decide there.")));
        m_warnings->setClosable(false);
    }

    QString heading() const override { return tr("Summary"); }
    std::vector<std::string> fields() const override { return {""}; }

    void show() override
    {
        const inventory::World world = cluster().world();
        const ha::ClusterSpec &spec = draft().spec;
        std::vector<std::string> unfenced;
        for (const ha::Member &m : spec.members)
            if (const auto at = spec.fencing.find(m.server); at == spec.fencing.end() || at->second.empty())
                unfenced.push_back(m.server);
        m_facts->setFacts({{tr("Cluster"), models::q(spec.name)}, {tr("Members"), models::listText(draft().servers())},
            {tr("Fencing"), unfenced.empty() ? tr("each has a device") : tr("none for %1").arg(models::listText(unfenced)), unfenced.empty() ? models::Tone::None : models::Tone::Error},
            {tr("Targets handed over"), QString::number(spec.resources.size())}});
        const ha::CibPieces pieces = ha::wantedCib({world, spec});
        warn(world, pieces);
        shell::setMonoText(*m_conf, models::q(ha::corosyncConf(spec)).trimmed());
        shell::setMonoText(*m_cib, textOf(pieces));
    }

private:
    void warn(const inventory::World &world, const ha::CibPieces &pieces)
    {
        QStringList texts;
        for (const inventory::SpecProblem &p : draft().problems(world))
            if (!p.fatal)
                texts << models::q(p.text);
        for (const ha::Piece &piece : pieces)
            if (!piece.problem.empty())
                texts << models::q(piece.problem);
        if (texts.isEmpty())
            return m_warnings->clear();
        m_warnings->show(models::Tone::Warning, tr("%n things to know before", nullptr, static_cast<int>(texts.size())), texts.mid(0, 3).join(QLatin1Char('\n')));
    }

    static QString textOf(const ha::CibPieces &pieces)
    {
        QString text;
        std::string owner;
        for (const ha::Piece &piece : pieces) {
            if (piece.owner != owner) {
                owner = piece.owner;
                text += QStringLiteral("# ") + models::q(owner) + (piece.why.empty() ? QString() : QStringLiteral(": ") + models::q(piece.why)) + QLatin1Char('\n');
            }
            text += piece.problem.empty() ? models::q(ha::writeXmlIndented(piece.element)).trimmed() + QStringLiteral("\n\n") : QStringLiteral("# ") + models::q(piece.problem) + QStringLiteral("\n\n");
        }
        return text.trimmed();
    }

    shell::Facts *m_facts;
    shell::Notice *m_warnings;
    shell::Tabs *m_tabs;
    QPlainTextEdit *m_conf, *m_cib;
};

} // namespace

HaStep *haSummaryStep(HaDraft &draft, shell::Cluster &cluster) { return new HaSummaryStep(draft, cluster); }

} // namespace wizards
