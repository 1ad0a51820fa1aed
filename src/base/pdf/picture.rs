//! A photo on a page, with what a voice says of it.

use super::canvas::{Area, Canvas, rect};
use super::{Jpeg, PdfError, points};
use krilla::Data;
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::tagging::{BBox, ContentTag, Tag, TagGroup};

#[derive(Clone, Debug)]
pub enum Picture {
    /// Put in when the document is sent: see [`Jpeg`].
    Jpeg(Jpeg),
    /// A small drawing, in the document itself.
    Png(Vec<u8>, f32),
}

impl Picture {
    /// Width over height.
    pub fn ratio(&self) -> f32 {
        match self {
            Picture::Jpeg(jpeg) => jpeg.ratio(),
            Picture::Png(_, ratio) => *ratio,
        }
    }
}

impl Canvas<'_> {
    pub fn picture(&mut self, picture: &Picture, area: Area, height: f32, alt: &str) -> Result<(), PdfError> {
        let image = match picture {
            Picture::Jpeg(jpeg) => {
                self.jpegs.push(jpeg.clone());
                Image::from_jpeg(Data::from(jpeg.stand_in()), false)
            }
            Picture::Png(bytes, _) => Image::from_png(Data::from(bytes.clone()), false),
        };
        let image = image.map_err(PdfError::Export)?;
        let size = Size::from_wh(points(area.width), points(height));
        let size = size.ok_or_else(|| PdfError::Export("a photo without a size".to_owned()))?;
        let figure = Tag::Figure(Some(alt.to_owned())).with_bbox(Some(BBox::new(self.page, rect(area, height))));
        let identifier = self.surface.start_tagged(ContentTag::Other);
        self.surface.push_transform(&Transform::from_translate(points(area.left), points(area.top)));
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.end_tagged();
        self.push(TagGroup::with_children(figure, vec![identifier.into()]));
        Ok(())
    }
}
