using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ec2KeyPair.Module.Tests.Packaging;

/// <summary>
/// Finds assemblies as .NET Framework does for Windows PowerShell: its own where they are as new as what is asked for,
/// else those of the module's folder, which the loader's resolver gives by their names.
/// </summary>
internal sealed class FrameworkBinder : IDisposable
{
    private readonly Dictionary<string, Library> _framework;
    private readonly Dictionary<string, Library> _shipped;

    internal FrameworkBinder(string framework, string shipped)
    {
        _framework = Read([framework, Path.Combine(framework, "Facades")]);
        _shipped = Read([shipped]);
    }

    internal IReadOnlyCollection<Library> Shipped => _shipped.Values;

    /// <summary>What is wrong with an assembly's references; nothing when all of them resolve.</summary>
    internal IEnumerable<string> Problems(Library library)
    {
        var metadata = library.Metadata;
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (Find(metadata, reference) is null) yield return $"{library.Name} needs {metadata.GetString(reference.Name)} {reference.Version}";
        }

        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference) continue;
            if (Find(metadata, metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope)) is not { } target) continue;
            var name = metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name);
            if (target.Metadata is not null && !Has(target, name, depth: 0)) yield return $"{library.Name} needs the type {name}, which {target.Name} has not";
        }
    }

    public void Dispose()
    {
        foreach (var library in _framework.Values.Concat(_shipped.Values)) library.Reader?.Dispose();
    }

    private Library? Find(MetadataReader from, AssemblyReference reference)
    {
        var name = from.GetString(reference.Name);
        if (name == "System.Management.Automation") return Library.OfTheHost;
        if (_framework.TryGetValue(name, out var own) && own.Version >= reference.Version) return own;
        return _shipped.TryGetValue(name, out var shipped) && shipped.Version >= reference.Version ? shipped : null;
    }

    private bool Has(Library library, string type, int depth) =>
        library.Types.Contains(type)
        || (library.Forwards.TryGetValue(type, out var forward) && depth < 10 && Find(library.Metadata, forward) is { } next && (next.Metadata is null || Has(next, type, depth + 1)));

    private static Dictionary<string, Library> Read(IEnumerable<string> folders)
    {
        var found = new Dictionary<string, Library>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")))
        {
            var reader = new PEReader(File.OpenRead(file));
            if (reader.HasMetadata && reader.GetMetadataReader().IsAssembly) found.TryAdd(Path.GetFileNameWithoutExtension(file), new Library(reader));
            else reader.Dispose();
        }

        return found;
    }

    /// <summary>An assembly's metadata.</summary>
    internal sealed class Library
    {
        private Library() => Name = "the host";

        internal Library(PEReader reader)
        {
            Reader = reader;
            Metadata = reader.GetMetadataReader();
            var definition = Metadata.GetAssemblyDefinition();
            Name = Metadata.GetString(definition.Name);
            Version = definition.Version;
            Types = Metadata.TypeDefinitions.Select(Metadata.GetTypeDefinition)
                .Select(type => Metadata.GetString(type.Namespace) + "." + Metadata.GetString(type.Name))
                .ToHashSet(StringComparer.Ordinal);
            foreach (var type in Metadata.ExportedTypes.Select(Metadata.GetExportedType))
            {
                if (!type.IsForwarder || type.Implementation.Kind != HandleKind.AssemblyReference) continue;
                Forwards[Metadata.GetString(type.Namespace) + "." + Metadata.GetString(type.Name)] =
                    Metadata.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation);
            }
        }

        /// <summary>Windows PowerShell's own, whatever version it has.</summary>
        internal static Library OfTheHost { get; } = new();

        internal string Name { get; }

        internal Version Version { get; } = new();

        internal PEReader? Reader { get; }

        internal MetadataReader Metadata { get; } = null!;

        internal HashSet<string> Types { get; } = [];

        internal Dictionary<string, AssemblyReference> Forwards { get; } = new(StringComparer.Ordinal);
    }
}
