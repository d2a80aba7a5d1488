using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Volumes;

/// <summary>An EBS volume. That of a Linux instance's root has a real folder for a file system.</summary>
public sealed class Volume
{
    private readonly Lock _gate = new();
    private readonly RegionState _region;
    private readonly Func<string?> _folder;
    private Attachment? _attachment;
    private bool _isDeleted;

    internal Volume(RegionState region, string id, string availabilityZone, Func<string?> folder)
    {
        _region = region;
        Id = id;
        AvailabilityZone = availabilityZone;
        _folder = folder;
        CreateTime = region.Now;
    }

    public string Id { get; }

    public string AvailabilityZone { get; }

    public DateTimeOffset CreateTime { get; }

    public bool IsEncrypted { get; set; }

    /// <summary>xfs and the like; what a helper's mount has to know.</summary>
    public string FileSystem { get; set; } = "xfs";

    public TagSet Tags { get; } = new();

    /// <summary>The folder that is its file system; null where nothing is on it.</summary>
    public string? Folder => _folder();

    /// <summary>Where it is attached; null when it is not, or not any more.</summary>
    public Attachment? Attachment
    {
        get
        {
            lock (_gate)
            {
                if (_attachment is { } there && there.HasEnded(_region.Now)) _attachment = null;
                return _attachment;
            }
        }
    }

    /// <summary>available, in-use or deleted.</summary>
    public string State => _isDeleted ? "deleted" : Attachment is null ? "available" : "in-use";

    public bool IsDeleted => _isDeleted;

    internal void Attach(Instance instance, string device, bool deleteOnTermination, TimeSpan delay)
    {
        lock (_gate)
        {
            _attachment = new Attachment(instance, device, _region.Now, _region.Now + delay) { DeleteOnTermination = deleteOnTermination };
        }
    }

    internal void Detach(TimeSpan delay)
    {
        lock (_gate)
        {
            _attachment?.Detach(_region.Now + delay);
        }
    }

    internal void Delete()
    {
        lock (_gate)
        {
            _attachment = null;
            _isDeleted = true;
        }
    }
}

/// <summary>A volume's place at an instance, on its way there, there, or on its way from there.</summary>
public sealed class Attachment
{
    private readonly DateTimeOffset _attached;
    private DateTimeOffset? _detached;

    internal Attachment(Instance instance, string device, DateTimeOffset since, DateTimeOffset attached)
    {
        Instance = instance;
        Device = device;
        AttachTime = since;
        _attached = attached;
    }

    public Instance Instance { get; }

    public string Device { get; }

    public DateTimeOffset AttachTime { get; }

    public bool DeleteOnTermination { get; set; }

    internal void Detach(DateTimeOffset at) => _detached ??= at;

    internal bool HasEnded(DateTimeOffset now) => now >= _detached;

    /// <summary>attaching, attached or detaching.</summary>
    internal string StateAt(DateTimeOffset now) => _detached is not null ? "detaching" : now < _attached ? "attaching" : "attached";
}
