using System.Collections.Concurrent;

namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>Everything that exists, by account and Region.</summary>
public sealed class Cloud : IAsyncDisposable
{
    private static readonly string[] DefaultRegions =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
        "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];

    private readonly ConcurrentDictionary<(string Account, string Region), RegionState> _regions = new();
    private readonly ConcurrentDictionary<string, string> _optIn = new(StringComparer.Ordinal);

    internal Cloud(string accountId, CloudSettings settings, TimeProvider time)
    {
        AccountId = accountId;
        Settings = settings;
        Time = time;
        foreach (var region in DefaultRegions)
        {
            _optIn[region] = "opt-in-not-required";
        }

        foreach (var region in (ReadOnlySpan<string>)["af-south-1", "ap-east-1", "eu-south-1", "il-central-1", "me-south-1"])
        {
            _optIn[region] = "not-opted-in";
        }
    }

    public string AccountId { get; }

    public CloudSettings Settings { get; }

    public TimeProvider Time { get; }

    /// <summary>Images, the same in all Regions; add your own with <see cref="AddImage"/> once requests are under way.</summary>
    public List<Image> Images { get; private set; } = [.. Image.Catalog];

    /// <summary>The Regions and their opt-in status, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Regions => [.. _optIn.OrderBy(r => r.Key, StringComparer.Ordinal)];

    /// <summary>The default account's state in a Region.</summary>
    public RegionState Region(string name) => Region(AccountId, name);

    public RegionState Region(string accountId, string name) =>
        _regions.GetOrAdd((accountId, name), key => new RegionState(this, key.Account, key.Region));

    /// <summary>Adds an image; the list is replaced as a whole, because requests are reading it.</summary>
    public void AddImage(Image image)
    {
        lock (_optIn)
        {
            Images = [.. Images, image];
        }
    }

    /// <summary>"opted-in" enables an optional Region; a Region that is not enabled knows no credentials.</summary>
    public void SetOptInStatus(string region, string status) => _optIn[region] = status;

    internal bool IsEnabled(string region) => _optIn.TryGetValue(region, out var status) && status != "not-opted-in";

    public async ValueTask DisposeAsync()
    {
        foreach (var region in _regions.Values)
        {
            await region.CloseAsync();
            region.Dispose();
        }
    }
}
