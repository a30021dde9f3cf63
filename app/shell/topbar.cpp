// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/topbar.h"

#include "app/models/problems.h"
#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <algorithm>

namespace shell {

namespace {

QPixmap tonePixmap(models::Tone tone, qreal ratio)
{
    QPixmap pixmap(QSize(16, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    theme::paintTone(painter, QRectF(2, 2, 12, 12), tone);
    return pixmap;
}

QToolButton *arrow(const QString &name, const QString &iconName, const QString &tip)
{
    auto *made = new QToolButton;
    made->setObjectName(name);
    made->setIcon(icon(iconName));
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setAutoRaise(true);
    made->setFixedSize(30, 30);
    return made;
}

} // namespace

StatusLight::StatusLight(QWidget *parent)
    : QWidget(parent)
    , m_button(button(QStringLiteral("status"), {}, {}, QStringLiteral("quiet")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &StatusLight::showMenu);
}

void StatusLight::setDesk(Desk *desk)
{
    m_desk = desk;
    refresh();
}

QString StatusLight::text() const { return m_button->text(); }

void StatusLight::refresh()
{
    setVisible(m_desk != nullptr);
    if (m_desk == nullptr)
        return;
    const Cluster &c = m_desk->cluster();
    const std::vector<models::Trouble> all = models::troubles(c.world(), c.wanted(), m_desk->drift());
    const models::Tone tone = all.empty() ? models::Tone::Ok : all.front().tone;
    m_button->setIcon(QIcon(tonePixmap(tone, devicePixelRatioF())));
    m_button->setText(all.empty() ? tr("All well") : QString::number(all.size()));
    m_button->setToolTip(all.empty() ? tr("Nothing wants attention") : tr("%n things want attention", nullptr, static_cast<int>(all.size())));
    m_button->setAccessibleName(m_button->toolTip());
}

void StatusLight::showMenu()
{
    const Cluster &c = m_desk->cluster();
    const std::vector<models::Trouble> all = models::troubles(c.world(), c.wanted(), m_desk->drift());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (all.empty())
        menu->addAction(tr("Nothing wants attention"))->setEnabled(false);
    for (std::size_t i = 0; i < all.size() && i < 15; ++i)
        menu->addAction(QIcon(tonePixmap(all[i].tone, devicePixelRatioF())), all[i].text, m_desk, [desk = m_desk, place = all[i].place] { desk->open(place); });
    if (all.size() > 15)
        menu->addAction(tr("%n more on the overview", nullptr, static_cast<int>(all.size()) - 15), m_desk, [desk = m_desk] { desk->open("overview"); });
    menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height() + 2)));
}

TopBar::TopBar(QWidget *window)
    : QWidget(window)
    , m_back(arrow(QStringLiteral("back"), QStringLiteral("arrow-left"), tr("Back (Alt+Left)")))
    , m_forward(arrow(QStringLiteral("forward"), QStringLiteral("arrow-right"), tr("Forward (Alt+Right)")))
    , m_crumbs(new QHBoxLayout)
    , m_extras(new QHBoxLayout)
    , m_palette(new PaletteBox(window))
    , m_light(new StatusLight)
    , m_jobs(button(QStringLiteral("jobsIndicator"), {}, {}, QStringLiteral("quiet")))
{
    setObjectName(QStringLiteral("topbar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 12, 6);
    row->setSpacing(4);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addSpacing(8);
    m_crumbs->setSpacing(2);
    row->addLayout(m_crumbs, 4);
    row->addWidget(m_palette, 4);
    row->addStretch(2);
    row->addLayout(m_extras);
    row->addWidget(m_light);
    row->addWidget(m_jobs);
    m_jobs->setToolTip(tr("Show or fold the activity panel"));
    connect(m_jobs, &QPushButton::clicked, this, &TopBar::activityToggled);
    setDesk(nullptr);
}

void TopBar::setDesk(Desk *desk)
{
    m_desk = desk;
    m_palette->setDesk(desk);
    m_light->setDesk(desk);
    if (desk != nullptr) {
        connect(m_back, &QToolButton::clicked, desk, &Desk::back);
        connect(m_forward, &QToolButton::clicked, desk, &Desk::forward);
    }
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
    refresh();
}

void TopBar::refresh()
{
    m_light->refresh();
    m_jobs->setVisible(m_desk != nullptr);
    if (m_desk == nullptr)
        return;
    const auto all = m_desk->cluster().jobs();
    const auto running = std::count_if(all.begin(), all.end(), [](const auto &job) { return !jobs::isEnd(job->state); });
    m_jobs->setIcon(running > 0 ? QIcon(tonePixmap(models::Tone::Working, devicePixelRatioF())) : icon(QStringLiteral("panel-right")));
    m_jobs->setText(running > 0 ? tr("%n jobs", nullptr, static_cast<int>(running)) : QString());
    m_jobs->setAccessibleName(running > 0 ? m_jobs->text() : tr("Activity"));
}

void TopBar::showPlace(const QString &title)
{
    while (QLayoutItem *item = m_crumbs->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const std::vector<models::Crumb> trail = models::trail(m_desk->place(), m_desk->cluster().world(), title);
    for (std::size_t i = 0; i < trail.size(); ++i) {
        if (i > 0) {
            auto *chevron = new QLabel;
            chevron->setPixmap(iconPixmap(QStringLiteral("chevron-right"), 14, theme::colors().faint, devicePixelRatioF()));
            m_crumbs->addWidget(chevron);
        }
        if (i + 1 == trail.size()) {
            auto *here = new ElidedLabel(font());
            here->setObjectName(QStringLiteral("crumb.here"));
            here->setText(trail[i].text);
            m_crumbs->addWidget(here);
            continue;
        }
        auto *crumb = button(QStringLiteral("crumb"), trail[i].text, {}, QStringLiteral("quiet"));
        connect(crumb, &QPushButton::clicked, m_desk, [desk = m_desk, place = trail[i].place] { desk->open(place); });
        m_crumbs->addWidget(crumb);
    }
    m_crumbs->addStretch();
    m_back->setEnabled(m_desk->canGoBack());
    m_forward->setEnabled(m_desk->canGoForward());
}

} // namespace shell
