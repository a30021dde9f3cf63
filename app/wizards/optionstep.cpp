// SPDX-License-Identifier: GPL-3.0-or-later
// Options of the targets that are chosen at the left; a change goes to all of them. Everything may stay as it is.
#include "app/models/table.h"
#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/create.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <functional>

namespace wizards {

namespace {

using inventory::TargetSpec;

class OptionStep final : public Step {
    Q_DECLARE_TR_FUNCTIONS(wizards::OptionStep)
public:
    OptionStep(Draft &draft, const shell::Cluster &cluster)
        : Step(draft, cluster)
        , m_table(new shell::TableView(QStringLiteral("create.targets"), new models::Table({
              {QStringLiteral("target"), tr("Target"), 90}, {QStringLiteral("volume"), tr("Volume"), 80}, {QStringLiteral("options"), tr("Changed options"), 120}})))
        , m_form(new QFormLayout), m_problem(new QLabel), m_whom(shell::dimLabel())
    {
        m_problem->setWordWrap(true);
        m_table->setMinimumWidth(300);
        m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
        m_form->setVerticalSpacing(8);
        m_form->setHorizontalSpacing(16);
        addBackend();
        number(QStringLiteral("inodeSize"), tr("Inode size"), tr("bytes; default by mkfs.lustre"), &TargetSpec::inodeSize);
        number(QStringLiteral("bytesPerInode"), tr("Bytes per inode"), tr("default by mkfs.lustre"), &TargetSpec::bytesPerInode);
        number(QStringLiteral("journalMiB"), tr("Journal"), tr("MiB; default by the device's size"), &TargetSpec::journalMiB);
        words(QStringLiteral("mkfsOptions"), tr("mkfs options"), QStringLiteral("-E lazy_itable_init"), &TargetSpec::mkfsOptions);
        words(QStringLiteral("mountOptions"), tr("Mount options"), QStringLiteral("errors=remount-ro"), &TargetSpec::mountOptions);
        words(QStringLiteral("network"), tr("Networks"), QStringLiteral("tcp0,o2ib0"), &TargetSpec::network);
        addParameters();
        words(QStringLiteral("comment"), tr("Comment"), {}, &TargetSpec::comment);
        auto *side = new QWidget;
        auto *sideColumn = new QVBoxLayout(side);
        sideColumn->setContentsMargins(16, 0, 8, 0);
        sideColumn->addWidget(m_whom);
        sideColumn->addLayout(m_form);
        sideColumn->addWidget(m_problem);
        sideColumn->addStretch();
        auto *scroll = new QScrollArea;
        scroll->setWidget(side);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 8, 0, 0);
        row->addWidget(m_table, 5);
        row->addWidget(scroll, 6);
        shell::beginAt(this, m_table);
        connect(m_table, &shell::TableView::choiceChanged, this, [this] { load(); });
    }

    QString heading() const override { return tr("Options"); }
    bool concerns(const inventory::SpecProblem &p) const override { return p.field.rfind("targets", 0) == 0; }

    void show(const std::vector<inventory::SpecProblem> &problems) override
    {
        const inventory::World world = cluster().world();
        const inventory::FileSystemSpec spec = draft().spec(world);
        std::vector<models::Row> rows;
        QString first;
        int mdt = 0;
        int ost = 0;
        for (std::size_t i = 0; i < spec.targets.size(); ++i) {
            const TargetSpec &t = spec.targets[i];
            QString name = t.ost ? tr("OST %1").arg(++ost) : t.mdt ? tr("MDT %1").arg(++mdt) : QStringLiteral("MGT");
            if (t.mgs && t.mdt)
                name += QStringLiteral(" + MGS");
            models::Cell target = models::cell(name);
            target.sort = static_cast<double>(i);
            for (const inventory::SpecProblem &p : problems)
                if (p.field.rfind("targets[" + std::to_string(i) + "]", 0) == 0) {
                    target.tone = p.fatal ? models::Tone::Error : models::Tone::Warning;
                    target.tip = models::q(p.text);
                    first = first.isEmpty() && p.fatal ? models::q(p.text) : first;
                }
            const inventory::Volume *volume = world.volume(t.volume);
            rows.push_back({t.volume, {target, models::cell(volume == nullptr ? t.volume : volume->name), models::cell(changes(t))}});
        }
        m_table->table()->setRows(std::move(rows), false);
        if (m_table->chosen().empty())
            m_table->selectAll();
        m_problem->setText(first.isEmpty() ? QString() : QStringLiteral("<span style=\"color:%1\">%2</span>").arg(shell::theme::colors().error.name(), first.toHtmlEscaped()));
        load();
    }

private:
    static QString changes(const TargetSpec &t)
    {
        const TargetSpec standard;
        QStringList all;
        if (t.backend != standard.backend)
            all << models::q(t.backend);
        if (t.inodeSize != 0)
            all << tr("inode size %1").arg(t.inodeSize);
        if (t.bytesPerInode != 0)
            all << tr("%1 bytes per inode").arg(t.bytesPerInode);
        if (t.journalMiB != 0)
            all << tr("journal %1 MiB").arg(t.journalMiB);
        for (const std::string *text : {&t.mkfsOptions, &t.mountOptions, &t.network, &t.comment})
            if (!text->empty())
                all << models::q(*text);
        for (const auto &[name, value] : t.parameters)
            all << models::q(name + "=" + value);
        return all.join(QStringLiteral(", "));
    }

    void change(const std::function<void(TargetSpec &)> &what)
    {
        if (m_loading)
            return;
        for (const std::string &id : m_table->chosen())
            what(draft().options[id]);
        emit changed();
    }

    void addRow(const QString &name, const QString &text, QWidget *field)
    {
        field->setObjectName(QStringLiteral("create.") + name);
        field->setAccessibleName(text);
        m_form->addRow(text, field);
    }

    void addBackend()
    {
        auto *box = new QComboBox;
        box->addItems({QStringLiteral("ldiskfs"), QStringLiteral("zfs")});
        addRow(QStringLiteral("backend"), tr("Backend"), box);
        connect(box, &QComboBox::activated, this, [this, box] {
            change([text = box->currentText().toStdString()](TargetSpec &t) { t.backend = text; });
        });
        m_loaders.push_back([box](const TargetSpec &t) { box->setCurrentText(models::q(t.backend)); });
    }

    void number(const QString &name, const QString &text, const QString &hint, int TargetSpec::*member)
    {
        auto *field = new QLineEdit;
        field->setPlaceholderText(hint);
        addRow(name, text, field);
        connect(field, &QLineEdit::textEdited, this, [this, member](const QString &typed) {
            bool good = false;
            const int value = typed.trimmed().toInt(&good);
            change([&](TargetSpec &t) { t.*member = typed.trimmed().isEmpty() ? 0 : good ? value : -1; }); // -1 is refused by the check
        });
        m_loaders.push_back([field, member](const TargetSpec &t) {
            if (!field->hasFocus())
                field->setText(t.*member == 0 ? QString() : QString::number(t.*member));
        });
    }

    void words(const QString &name, const QString &text, const QString &hint, std::string TargetSpec::*member)
    {
        auto *field = new QLineEdit;
        field->setPlaceholderText(hint);
        addRow(name, text, field);
        connect(field, &QLineEdit::textEdited, this, [this, member](const QString &typed) {
            change([&](TargetSpec &t) { t.*member = typed.trimmed().toStdString(); });
        });
        m_loaders.push_back([field, member](const TargetSpec &t) {
            if (!field->hasFocus())
                field->setText(models::q(t.*member));
        });
    }

    void addParameters()
    {
        auto *field = new QLineEdit;
        field->setPlaceholderText(QStringLiteral("sys.timeout=40 lov.stripecount=2"));
        field->setToolTip(tr("name=value, with spaces between"));
        addRow(QStringLiteral("parameters"), tr("Parameters"), field);
        connect(field, &QLineEdit::textEdited, this, [this](const QString &typed) {
            std::vector<std::pair<std::string, std::string>> all;
            for (const QString &word : typed.split(QLatin1Char(' '), Qt::SkipEmptyParts))
                all.emplace_back(word.section(QLatin1Char('='), 0, 0).toStdString(), word.section(QLatin1Char('='), 1).toStdString());
            change([&](TargetSpec &t) { t.parameters = all; });
        });
        m_loaders.push_back([field](const TargetSpec &t) {
            QStringList all;
            for (const auto &[name, value] : t.parameters)
                all << models::q(name + "=" + value);
            if (!field->hasFocus())
                field->setText(all.join(QLatin1Char(' ')));
        });
    }

    void load()
    {
        const std::vector<std::string> chosen = m_table->chosen();
        m_loading = true;
        const auto options = chosen.empty() ? draft().options.end() : draft().options.find(chosen.front());
        const TargetSpec shown = options == draft().options.end() ? TargetSpec() : options->second;
        for (const auto &loader : m_loaders)
            loader(shown);
        m_loading = false;
        m_whom->setText(chosen.empty() ? tr("Choose targets at the left to change their options.")
                                       : tr("For the %n chosen targets. What is left empty is decided by mkfs.lustre.", nullptr, static_cast<int>(chosen.size())));
        for (int i = 0; i < m_form->rowCount(); ++i)
            m_form->itemAt(i, QFormLayout::FieldRole)->widget()->setEnabled(!chosen.empty());
    }

    shell::TableView *m_table;
    QFormLayout *m_form;
    QLabel *m_problem, *m_whom;
    std::vector<std::function<void(const TargetSpec &)>> m_loaders;
    bool m_loading = false;
};

} // namespace

Step *optionStep(Draft &draft, const shell::Cluster &cluster) { return new OptionStep(draft, cluster); }

} // namespace wizards
