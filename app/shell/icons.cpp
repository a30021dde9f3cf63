// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/icons.h"

#include "app/shell/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace shell {

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio)
{
    const QString key = QStringLiteral("icon/%1/%2/%3/%4").arg(name).arg(size).arg(color.rgba()).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll(); // QtSvg paints currentColor black
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
    QSvgRenderer renderer(svg);
    pixmap = QPixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

namespace {

class LineIcon final : public QIconEngine {
public:
    explicit LineIcon(QString name) : m_name(std::move(name)) { }
    QIconEngine *clone() const override { return new LineIcon(m_name); }
    QString key() const override { return QStringLiteral("chandelier-line"); }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int size = qMin(rect.width(), rect.height());
        const QColor color = mode == QIcon::Active ? painter->pen().color() : ink(mode); // a button's label gives its own ink
        const QPixmap pixmap = iconPixmap(m_name, size, color, painter->device()->devicePixelRatioF());
        painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, pixmap);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_name, qMin(size.width(), size.height()), ink(mode), 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        return iconPixmap(m_name, qRound(qMin(size.width(), size.height()) / scale), ink(mode), scale);
    }

private:
    static QColor ink(QIcon::Mode mode) { return mode == QIcon::Disabled ? theme::colors().faint : theme::colors().dim; }
    QString m_name;
};

} // namespace

QIcon icon(const QString &name) { return QIcon(new LineIcon(name)); }

} // namespace shell
