using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>The size of the package on disk, both targets in it.</summary>
internal static class PackageFigure
{
    private const double Limit = 60;

    internal static IEnumerable<Row> Measure(bool quick)
    {
        using var folder = new TemporaryFolder();
        var package = folder["Ec2KeyPair"] + Path.DirectorySeparatorChar;
        Tool.Run("dotnet", ["msbuild", Path.Combine(Repository.Root, "module", "Package.proj"), "-nologo", "-p:PackageFolder=" + package]);
        var megabytes = new DirectoryInfo(package).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;
        yield return new Row("Package on disk", $"{megabytes:0.0} MB", "", "", $"<= {Limit} MB", megabytes <= Limit);
    }
}
