using System.Reflection;

namespace Ec2KeyPair.Module.Tests.Packaging;

/// <summary>What Windows PowerShell 5.1 loads, held against .NET Framework 4.7.2.</summary>
public sealed class FrameworkBindingTests
{
    private static string Framework { get; } = typeof(FrameworkBindingTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "FrameworkReferences").Value!;

    [Fact]
    public void ShippedFolder_EveryReference_ResolvesOnTheFramework()
    {
        using var binder = new FrameworkBinder(Framework, Path.Combine(Repository.Root, "module", "bin", "netstandard2.0"));
        Assert.Contains(binder.Shipped, library => library.Name == "Ec2KeyPair.Core");
        Assert.Empty(binder.Shipped.SelectMany(binder.Problems).Order(StringComparer.Ordinal));
    }

    /// <summary>The test is no use where it finds nothing: without a library it does.</summary>
    [Fact]
    public void ShippedFolder_WithoutALibrary_IsFoundOut()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "module", "bin", "netstandard2.0"), "*.dll"))
        {
            if (Path.GetFileName(file) != "System.Threading.Channels.dll") File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        using var binder = new FrameworkBinder(Framework, folder.Path);
        Assert.Contains(binder.Shipped.SelectMany(binder.Problems), problem => problem.StartsWith("Ec2KeyPair.Core needs System.Threading.Channels", StringComparison.Ordinal));
    }
}
