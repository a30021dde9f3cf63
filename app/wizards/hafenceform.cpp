// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/hafenceform.h"

#include "app/models/words.h"
#include "app/shell/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>

namespace wizards {

HaFenceForm::HaFenceForm(HaDraft &draft)
    : m_draft(draft)
{
    setObjectName(QStringLiteral("hasetup.form"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
}

ha::FenceDeviceSpec *HaFenceForm::device() const
{
    const auto at = m_draft.spec.fencing.find(m_server);
    return at == m_draft.spec.fencing.end() || at->second.size() <= m_place ? nullptr : &at->second[m_place];
}

void HaFenceForm::show(const std::string &server, std::size_t place)
{
    m_server = server;
    m_place = place;
    const ha::FenceDeviceSpec *one = device();
    const std::string built = one == nullptr ? std::string() : server + "/" + one->agent + (m_draft.metadata.contains(one->agent) ? "/described" : "") + (m_all ? "/all" : "") + "/" + one->secretName + "/" + std::to_string(place) + "/" + std::to_string(m_draft.spec.fencing.at(server).size());
    if (std::exchange(m_built, built) != built || widget() == nullptr)
        rebuild();
}

void HaFenceForm::set(const std::string &name, const std::string &value)
{
    ha::FenceDeviceSpec *one = device();
    if (one == nullptr)
        return;
    if (value.empty())
        one->parameters.erase(name);
    else
        one->parameters[name] = value;
    emit changed();
}

void HaFenceForm::rebuild()
{
    auto *body = new QWidget;
    auto *form = new QFormLayout(body);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(16);
    form->setContentsMargins(0, 4, 8, 0);
    const ha::FenceDeviceSpec *one = device();
    const auto known = one == nullptr ? m_draft.metadata.end() : m_draft.metadata.find(one->agent);
    if (one == nullptr) {
        form->addRow(shell::dimLabel(tr("This server has no fence device: when it dies, its targets stay down until a person has made sure that it is off.")));
    } else if (known == m_draft.metadata.end()) {
        form->addRow(shell::dimLabel(tr("Asking the server what %1 needs …").arg(models::q(one->agent))));
    } else {
        form->addRow(shell::dimLabel(models::q(known->second.shortText)));
        const std::vector<ha::AgentParameter> parameters = known->second.form();
        for (const ha::AgentParameter &p : parameters)
            if (p.essential)
                addParameter(*form, p);
        if (!one->secretName.empty())
            addPassword(*form);
        addDelay(*form);
        if (m_draft.spec.fencing.at(m_server).size() > 1)
            addLevel(*form);
        auto *more = new QCheckBox(tr("Show all options of the agent"));
        more->setObjectName(QStringLiteral("hasetup.all"));
        more->setChecked(m_all);
        form->addRow(more);
        connect(more, &QCheckBox::toggled, this, [this](bool on) {
            m_all = on;
            QMetaObject::invokeMethod(this, [this] { show(m_server, m_place); }, Qt::QueuedConnection); // the box itself is rebuilt
        });
        for (const ha::AgentParameter &p : parameters)
            if (!p.essential && !p.secret && (m_all || one->parameters.contains(p.name)))
                addParameter(*form, p);
    }
    setWidget(body);
}

QWidget *HaFenceForm::fieldOf(const ha::AgentParameter &p, const std::string &value)
{
    if (p.type == "boolean") {
        auto *box = new QCheckBox;
        box->setChecked((value.empty() ? p.standard : value) == "1" || value == "true" || value == "yes");
        connect(box, &QCheckBox::toggled, this, [this, name = p.name](bool on) { set(name, on ? "1" : "0"); });
        return box;
    }
    if (!p.options.empty()) {
        auto *box = new QComboBox;
        box->addItem(p.standard.empty() ? tr("default") : tr("default (%1)").arg(models::q(p.standard)), QString());
        for (const std::string &option : p.options)
            box->addItem(models::q(option), models::q(option));
        box->setCurrentIndex(std::max(0, box->findData(models::q(value))));
        connect(box, &QComboBox::activated, this, [this, box, name = p.name] { set(name, box->currentData().toString().toStdString()); });
        return box;
    }
    auto *field = new QLineEdit(models::q(value));
    field->setPlaceholderText(p.standard.empty() ? p.required ? tr("needed") : QString() : models::q(p.standard));
    connect(field, &QLineEdit::textEdited, this, [this, name = p.name](const QString &text) { set(name, text.trimmed().toStdString()); });
    return field;
}

void HaFenceForm::addParameter(QFormLayout &form, const ha::AgentParameter &p)
{
    const auto value = device()->parameters.find(p.name);
    QWidget *field = fieldOf(p, value == device()->parameters.end() ? std::string() : value->second);
    field->setObjectName(QStringLiteral("hasetup.parameter.") + models::q(p.name));
    field->setAccessibleName(models::q(p.name));
    field->setToolTip(models::q(p.longText.empty() ? p.shortText : p.longText));
    auto *name = new QLabel(models::q(p.name));
    name->setToolTip(models::q(p.shortText));
    form.addRow(name, field);
}

void HaFenceForm::addPassword(QFormLayout &form)
{
    const std::string secret = device()->secretName;
    auto *field = new QLineEdit;
    field->setObjectName(QStringLiteral("hasetup.password"));
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(tr("Password"));
    if (const auto typed = m_draft.passwords.find(secret); typed != m_draft.passwords.end())
        field->setText(models::q(typed->second));
    field->setPlaceholderText(m_draft.known.contains(secret) ? tr("on the server already") : tr("needed"));
    form.addRow(tr("Password"), field);
    form.addRow({}, shell::dimLabel(tr("Written to %1 on each member, for root only, and never into Pacemaker's configuration, a plan or a log.").arg(models::q("/etc/chandelier/fence/" + secret))));
    connect(field, &QLineEdit::textEdited, this, [this, secret](const QString &text) {
        m_draft.passwords[secret] = text.toStdString();
        emit changed();
    });
}

void HaFenceForm::addDelay(QFormLayout &form)
{
    auto *field = new QSpinBox;
    field->setObjectName(QStringLiteral("hasetup.delay"));
    field->setRange(0, 120);
    field->setSuffix(tr(" s"));
    field->setValue(device()->delaySeconds);
    field->setAccessibleName(tr("Wait before fencing"));
    field->setToolTip(tr("When two servers lose sight of each other, the one whose fencing waits survives. Give it to the one whose targets matter more."));
    form.addRow(tr("Wait before fencing"), field);
    connect(field, &QSpinBox::valueChanged, this, [this](int seconds) {
        if (ha::FenceDeviceSpec *one = device())
            one->delaySeconds = seconds;
        emit changed();
    });
}

void HaFenceForm::addLevel(QFormLayout &form)
{
    auto *name = new QLineEdit(models::q(device()->id));
    name->setObjectName(QStringLiteral("hasetup.devicename"));
    name->setAccessibleName(tr("Name of the device"));
    name->setToolTip(tr("What people call it: BMC, PDU A"));
    auto *level = new QSpinBox;
    level->setObjectName(QStringLiteral("hasetup.level"));
    level->setRange(1, 9);
    level->setValue(device()->level);
    level->setAccessibleName(tr("Level"));
    level->setToolTip(tr("Level 1 is tried first, the next one when it fails. Devices of one level must all switch the server off: two power supplies."));
    form.addRow(tr("Name of the device"), name);
    form.addRow(tr("Level"), level);
    connect(name, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (ha::FenceDeviceSpec *one = device(); one != nullptr && !text.trimmed().isEmpty())
            one->id = text.trimmed().toStdString(); // the name of its secret stays: it may be on the servers already
    });
    connect(level, &QSpinBox::valueChanged, this, [this](int number) {
        if (ha::FenceDeviceSpec *one = device())
            one->level = number;
        emit changed();
    });
}

} // namespace wizards
