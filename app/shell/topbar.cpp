// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/topbar.h"

#include "app/models/words.h"
#include "app/shell/attention.h"
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

QPixmap markPixmap(const QString &colour, qreal ratio)
{
    QPixmap pixmap(QSize(16, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::mark(colour));
    painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 3.5, 3.5);
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

void StatusLight::setDesks(const std::vector<Desk *> &desks)
{
    m_desks = desks;
    std::erase_if(m_troubles, [&](const auto &of) { return std::find(desks.begin(), desks.end(), of.first) == desks.end(); });
    for (Desk *desk : desks)
        if (!m_troubles.contains(desk))
            refresh(desk);
    show();
}

QString StatusLight::text() const { return m_button->text(); }

void StatusLight::refresh(Desk *desk)
{
    m_troubles[desk] = attention(desk->cluster().present()); // also while a page shows the past
    show();
}

std::vector<StatusLight::Found> StatusLight::found() const
{
    std::vector<Found> all;
    for (Desk *desk : m_desks)
        if (const auto of = m_troubles.find(desk); of != m_troubles.end())
            for (const models::Trouble &trouble : of->second)
                all.push_back({desk, trouble});
    std::stable_sort(all.begin(), all.end(), [](const Found &a, const Found &b) {
        return a.trouble.tone != b.trouble.tone && models::worse(a.trouble.tone, b.trouble.tone) == a.trouble.tone;
    });
    return all;
}

void StatusLight::show()
{
    setVisible(!m_desks.empty());
    const std::vector<Found> all = found();
    m_button->setIcon(QIcon(tonePixmap(all.empty() ? models::Tone::Ok : all.front().trouble.tone, devicePixelRatioF())));
    m_button->setText(all.empty() ? tr("All well") : QString::number(all.size()));
    m_button->setToolTip(all.empty() ? tr("Nothing wants attention") : tr("%n things want attention", nullptr, static_cast<int>(all.size())));
    m_button->setAccessibleName(m_button->toolTip());
}

void StatusLight::showMenu()
{
    const std::vector<Found> all = found();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (all.empty())
        menu->addAction(tr("Nothing wants attention"))->setEnabled(false);
    for (std::size_t i = 0; i < all.size() && i < 15; ++i) {
        const QString text = m_desks.size() > 1 ? all[i].desk->cluster().name() + QStringLiteral(": ") + all[i].trouble.text : all[i].trouble.text;
        menu->addAction(QIcon(tonePixmap(all[i].trouble.tone, devicePixelRatioF())), text, all[i].desk, [desk = all[i].desk, place = all[i].trouble.place.substr(0, all[i].trouble.place.find('#'))] {
            desk->cluster().look(0); // it is so now
            desk->open(place);
        });
    }
    if (all.size() > 15)
        menu->addAction(tr("%n more on the overview", nullptr, static_cast<int>(all.size()) - 15), all[15].desk, [desk = all[15].desk] { desk->open("overview"); });
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
    row->addLayout(m_crumbs, 5); // a job's title wants more than what is typed
    row->addWidget(m_palette, 3);
    row->addStretch(1);
    row->addLayout(m_extras);
    row->addWidget(m_light);
    row->addWidget(m_jobs);
    m_jobs->setToolTip(tr("Show or fold the activity panel"));
    connect(m_jobs, &QPushButton::clicked, this, &TopBar::activityToggled);
    setDesks({}, nullptr);
}

void TopBar::setDesks(const std::vector<Desk *> &desks, Desk *shown)
{
    std::vector<Desk *> ordered = desks; // the palette looks first where the person is
    std::stable_partition(ordered.begin(), ordered.end(), [shown](const Desk *d) { return d == shown; });
    m_desks = desks;
    m_palette->setDesks(ordered);
    m_light->setDesks(desks);
    if (m_desk != shown) {
        m_desk = shown;
        disconnect(m_back, &QToolButton::clicked, nullptr, nullptr);
        disconnect(m_forward, &QToolButton::clicked, nullptr, nullptr);
        if (shown != nullptr) {
            connect(m_back, &QToolButton::clicked, shown, &Desk::back);
            connect(m_forward, &QToolButton::clicked, shown, &Desk::forward);
        }
    }
    m_back->setEnabled(shown != nullptr && shown->canGoBack());
    m_forward->setEnabled(shown != nullptr && shown->canGoForward());
    refreshJobs();
}

void TopBar::refresh(Desk *desk)
{
    m_light->refresh(desk);
    m_palette->forget(desk);
    refreshJobs();
}

void TopBar::refreshJobs()
{
    m_jobs->setVisible(m_desk != nullptr);
    std::ptrdiff_t running = 0;
    for (const Desk *desk : m_desks) {
        const auto all = desk->cluster().present().jobs();
        running += std::count_if(all.begin(), all.end(), [](const auto &job) { return !jobs::isEnd(job->state); });
    }
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
    const Cluster &cluster = m_desk->cluster();
    auto *mark = button(QStringLiteral("crumb.cluster"), cluster.name(), {}, QStringLiteral("quiet"));
    mark->setIcon(QIcon(markPixmap(cluster.colour(), devicePixelRatioF())));
    mark->setMaximumWidth(180);
    mark->setToolTip(cluster.production() ? tr("%1, a production cluster").arg(cluster.name()) : cluster.name());
    mark->setAccessibleName(mark->toolTip());
    connect(mark, &QPushButton::clicked, m_desk, [desk = m_desk] { desk->open("overview"); });
    m_crumbs->addWidget(mark);
    const bool home = m_desk->place() == "overview";
    const std::vector<models::Crumb> trail = home ? std::vector<models::Crumb>() : models::trail(m_desk->place(), m_desk->cluster().world(), title);
    for (std::size_t i = 0; i < trail.size(); ++i) {
        {
            auto *chevron = new QLabel;
            chevron->setPixmap(iconPixmap(QStringLiteral("chevron-right"), 14, theme::colors().faint, devicePixelRatioF()));
            m_crumbs->addWidget(chevron);
        }
        if (i + 1 == trail.size()) {
            auto *here = new ElidedLabel(font());
            here->setObjectName(QStringLiteral("crumb.here"));
            here->setText(trail[i].text);
            m_crumbs->addSpacing(8); // where the others have their button's padding
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
