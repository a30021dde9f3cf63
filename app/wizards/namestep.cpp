// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/wizards/create.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace wizards {

namespace {

class NameStep final : public Step {
    Q_DECLARE_TR_FUNCTIONS(wizards::NameStep)
public:
    NameStep(Draft &draft, const shell::Cluster &cluster)
        : Step(draft, cluster), m_name(new QLineEdit), m_hint(shell::dimLabel())
        , m_combined(new QRadioButton(tr("Together with the first MDT"))), m_separate(new QRadioButton(tr("On a volume of its own")))
        , m_existing(new QRadioButton(tr("An MGS that runs already"))), m_mgs(new QComboBox)
    {
        m_name->setObjectName(QStringLiteral("create.name"));
        m_name->setMaximumWidth(260);
        m_name->setPlaceholderText(QStringLiteral("scratch"));
        m_name->setAccessibleName(tr("Name"));
        m_combined->setObjectName(QStringLiteral("create.combined"));
        m_separate->setObjectName(QStringLiteral("create.separate"));
        m_existing->setObjectName(QStringLiteral("create.existing"));
        m_mgs->setObjectName(QStringLiteral("create.mgs"));
        m_mgs->setMaximumWidth(300);
        m_mgs->setAccessibleName(tr("Existing MGS"));
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 8, 0, 0);
        column->setSpacing(6);
        column->addWidget(shell::label(tr("Name"), shell::theme::strong()));
        column->addWidget(m_name);
        column->addWidget(m_hint);
        column->addSpacing(18);
        column->addWidget(shell::label(tr("Where its MGS is"), shell::theme::strong()));
        addWay(column, m_combined, tr("One volume less. The MGS moves and stops with MDT0000."));
        addWay(column, m_separate, tr("The MGS can serve several file systems and be restarted alone. A small volume is enough."));
        addWay(column, m_existing, tr("This file system joins the others of that MGS."));
        auto *indent = new QHBoxLayout;
        indent->setContentsMargins(26, 0, 0, 0);
        indent->addWidget(m_mgs, 1);
        indent->addStretch(1);
        column->addLayout(indent);
        column->addStretch();
        shell::beginAt(this, m_name);
        connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
            this->draft().name = text.toStdString();
            emit changed();
        });
        const auto way = [this](QRadioButton *button, MgsWay way) {
            connect(button, &QRadioButton::clicked, this, [this, way] {
                this->draft().mgs = way;
                emit changed();
            });
        };
        way(m_combined, MgsWay::Combined);
        way(m_separate, MgsWay::Separate);
        way(m_existing, MgsWay::Existing);
        connect(m_mgs, &QComboBox::activated, this, [this] {
            this->draft().existingMgs = m_mgs->currentData().toString().toStdString();
            emit changed();
        });
    }

    QString heading() const override { return tr("Name and MGS"); }

    bool concerns(const inventory::SpecProblem &p) const override { return p.field == "name" || p.field == "existingMgs"; }

    void show(const std::vector<inventory::SpecProblem> &problems) override
    {
        fillMgs();
        if (m_name->text() != models::q(draft().name))
            m_name->setText(models::q(draft().name));
        m_combined->setChecked(draft().mgs == MgsWay::Combined);
        m_separate->setChecked(draft().mgs == MgsWay::Separate);
        m_existing->setChecked(draft().mgs == MgsWay::Existing);
        m_mgs->setVisible(draft().mgs == MgsWay::Existing);
        QString wrong;
        for (const inventory::SpecProblem &p : problems)
            if (p.field == "name" && !draft().name.empty())
                wrong = models::q(p.text);
        m_hint->setText(wrong.isEmpty() ? tr("1 to 8 letters, digits, - or _. It becomes part of every target's label and cannot be changed.") : QString());
        if (!wrong.isEmpty())
            m_hint->setText(QStringLiteral("<span style=\"color:%1\">%2</span>").arg(shell::theme::colors().error.name(), wrong.toHtmlEscaped()));
        m_name->setProperty("wrong", !wrong.isEmpty());
        m_name->update();
    }

private:
    void addWay(QVBoxLayout *column, QRadioButton *button, const QString &text)
    {
        auto *words = shell::dimLabel(text);
        words->setContentsMargins(26, 0, 0, 4);
        column->addWidget(button);
        column->addWidget(words);
    }

    void fillMgs()
    {
        const inventory::World world = cluster().world();
        const QVariant kept = m_mgs->currentData();
        m_mgs->clear();
        for (const auto &[id, target] : world->targets)
            if (target.mgs)
                m_mgs->addItem(tr("%1 on %2").arg(models::q(target.label), models::q(target.active.empty() ? target.primary : target.active)), models::q(id));
        m_existing->setEnabled(m_mgs->count() > 0);
        m_existing->setToolTip(m_mgs->count() > 0 ? QString() : tr("No MGS was found on these servers"));
        m_mgs->setCurrentIndex(qMax(0, m_mgs->findData(kept)));
        draft().existingMgs = m_mgs->currentData().toString().toStdString();
    }

    QLineEdit *m_name;
    QLabel *m_hint;
    QRadioButton *m_combined, *m_separate, *m_existing;
    QComboBox *m_mgs;
};

} // namespace

Step *nameStep(Draft &draft, const shell::Cluster &cluster) { return new NameStep(draft, cluster); }

} // namespace wizards
