"""Links of a project to themes, places and the partners it is shown to: they leave a trace as its fields do."""

from partners.history import tracked

from .project import Project


@tracked(obj_field=None)
class ThemeOfProject(Project.themes.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True


@tracked(obj_field=None)
class PlaceOfProject(Project.places.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True


@tracked(obj_field=None)
class ShownTo(Project.shared_with.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True
