// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/wizards/create.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace wizards {

namespace {

class SummaryStep final : public Step {
    Q_DECLARE_TR_FUNCTIONS(wizards::SummaryStep)
public:
    SummaryStep(Draft &draft, const shell::Cluster &cluster)
        : Step(draft, cluster), m_facts(new shell::Facts(3)), m_warnings(new shell::Notice(QStringLiteral("create.warnings")))
        , m_text(shell::monoBox(QStringLiteral("create.summary")))
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(12);
        column->addWidget(m_facts);
        column->addWidget(m_warnings);
        column->addWidget(m_text, 1);
        column->addWidget(shell::dimLabel(tr("Nothing is done yet. Next you see the plan with every command line, and decide there.")));
        m_warnings->setClosable(false);
        m_text->setAccessibleName(tr("Targets"));
    }

    QString heading() const override { return tr("Summary"); }
    bool concerns(const inventory::SpecProblem &) const override { return true; }

    void show(const std::vector<inventory::SpecProblem> &problems) override
    {
        const inventory::World world = cluster().world();
        const inventory::FileSystemSpec spec = draft().spec(world);
        std::uint64_t total = 0;
        QString lines;
        for (const inventory::TargetSpec &t : spec.targets) {
            const inventory::Volume *volume = world.volume(t.volume);
            total += volume != nullptr && t.ost ? volume->size : 0;
            const QString kind = t.ost ? QStringLiteral("OST") : t.mdt ? (t.mgs ? QStringLiteral("MGS + MDT") : QStringLiteral("MDT")) : QStringLiteral("MGT");
            if (volume != nullptr)
                lines += QStringLiteral("%1 %2 %3 %4\n").arg(kind, -10).arg(models::q(volume->name), -20).arg(models::size(volume->size), -10)
                             .arg(models::q(volume->primary + (volume->failover.empty() ? "" : ", " + volume->failover)));
            if (!t.reformat.empty())
                lines += QStringLiteral("! ") + tr("destroys %1").arg(models::q(t.reformat)) + QLatin1Char('\n');
        }
        m_facts->setFacts({{tr("File system"), models::q(spec.name)},
            {tr("Targets"), tr("%1 MDTs, %2 OSTs").arg(draft().count(Role::Mdt)).arg(draft().count(Role::Ost))},
            {tr("Space of the OSTs"), models::size(total)}});
        QStringList warnings;
        for (const inventory::SpecProblem &p : problems)
            if (!p.fatal)
                warnings << models::q(p.text);
        if (warnings.isEmpty())
            m_warnings->clear();
        else
            m_warnings->show(models::Tone::Warning, tr("Odd, but possible"), warnings.join(QLatin1Char('\n')));
        shell::setMonoText(*m_text, lines.trimmed());
    }

private:
    shell::Facts *m_facts;
    shell::Notice *m_warnings;
    QPlainTextEdit *m_text;
};

} // namespace

Step *summaryStep(Draft &draft, const shell::Cluster &cluster) { return new SummaryStep(draft, cluster); }

} // namespace wizards
