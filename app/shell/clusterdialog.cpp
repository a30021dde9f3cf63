// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/clusterdialog.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "core/profile/catalogue.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace shell {

namespace {

QString colourWord(const QString &colour)
{
    static const std::map<QString, const char *> words{{QStringLiteral("blue"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Blue")},
        {QStringLiteral("teal"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Teal")}, {QStringLiteral("violet"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Violet")},
        {QStringLiteral("amber"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Amber")}, {QStringLiteral("rose"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Rose")},
        {QStringLiteral("green"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Green")}, {QStringLiteral("slate"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Slate")},
        {QStringLiteral("orange"), QT_TRANSLATE_NOOP("shell::ClusterDialog", "Orange")}};
    const auto word = words.find(colour);
    return word == words.end() ? colour : ClusterDialog::tr(word->second);
}

/// A swatch that is told by its word too, and by a ring when it is chosen.
class Swatch final : public QToolButton {
public:
    explicit Swatch(const QString &colour)
    {
        setObjectName(QStringLiteral("clusterdialog.colour.") + colour);
        setCheckable(true);
        setFixedSize(28, 28);
        setToolTip(colourWord(colour));
        setAccessibleName(toolTip());
        setProperty("colour", colour);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::mark(property("colour").toString()));
        painter.drawRoundedRect(QRectF(rect()).adjusted(6, 6, -6, -6), 4, 4);
        painter.setBrush(Qt::NoBrush);
        if (isChecked() || hasFocus()) {
            painter.setPen(QPen(isChecked() ? theme::colors().text : theme::colors().accent, isChecked() ? 2 : 1));
            painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 6, 6);
        }
    }
};

} // namespace

ClusterDialog::ClusterDialog(const QString &title, const QString &action, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit)
    , m_colours(new QButtonGroup(this))
    , m_production(new QCheckBox(tr("Production: read-only until it is unlocked")))
    , m_notice(new Notice(QStringLiteral("clusterdialog.notice")))
{
    setObjectName(QStringLiteral("clusterdialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    m_name->setObjectName(QStringLiteral("clusterdialog.name"));
    m_name->setMinimumWidth(280);
    m_production->setObjectName(QStringLiteral("clusterdialog.production"));
    m_notice->setClosable(false);
    auto *swatches = new QHBoxLayout;
    swatches->setSpacing(2);
    for (const std::string &colour : profile::colours()) {
        auto *swatch = new Swatch(models::q(colour));
        m_colours->addButton(swatch);
        swatches->addWidget(swatch);
    }
    m_colours->buttons().first()->setChecked(true);
    swatches->addStretch();
    auto *form = new QFormLayout;
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Colour"), swatches);
    form->addRow(QString(), m_production);
    auto *go = button(QStringLiteral("clusterdialog.go"), action, {}, QStringLiteral("primary"));
    auto *leave = button(QStringLiteral("clusterdialog.leave"), tr("Cancel"), {}, QStringLiteral("quiet"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_notice);
    column->addLayout(buttons);
    go->setDefault(true);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, [this] {
        emit wanted(m_name->text().trimmed(), m_colours->checkedButton()->property("colour").toString(), m_production->isChecked());
    });
}

void ClusterDialog::setFace(const QString &name, const QString &colour)
{
    m_name->setText(name);
    m_name->selectAll();
    for (QAbstractButton *swatch : m_colours->buttons())
        if (swatch->property("colour").toString() == colour)
            swatch->setChecked(true);
    m_production->hide();
}

void ClusterDialog::refuse(const base::Error &error) { m_notice->show(error); }

} // namespace shell
